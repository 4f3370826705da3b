import type { Embed } from "../../api/types";
import { safeHref } from "../../markdown/parse";

/** What a linked page says of itself. Its picture comes from our own host, or not at all: it would tell who reads. */
export function LinkPreviews({ embeds }: { readonly embeds: readonly Embed[] }) {
  return embeds.map((embed) => {
    const href = safeHref(embed.url);
    if (href === undefined || (embed.title === "" && embed.description === "")) return null;
    return (
      <div key={embed.url} className="mt-1.5 flex max-w-[520px] gap-3 border-line-strong border-l-3 py-0.5 pl-3">
        <div className="min-w-0 flex-1">
          <p className="text-label text-subtle">{embed.site_name || new URL(href).host}</p>
          <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="font-semibold text-link">
            <bdi>{embed.title || href}</bdi>
          </a>
          <p className="line-clamp-3 text-meta text-muted">{embed.description}</p>
        </div>
        {embed.image_url?.startsWith("/") && (
          <img src={embed.image_url} alt="" loading="lazy" className="size-18 shrink-0 rounded-menu object-cover" />
        )}
      </div>
    );
  });
}
