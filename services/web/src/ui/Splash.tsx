/** What the page itself came with (index.html), while the first screen is on its way. */
export function Splash({ label }: { readonly label: string }) {
  return (
    <div role="status" aria-label={label} className="splash">
      <img src="/icons/hubbub.svg" alt="" width={56} height={56} />
    </div>
  );
}
