import { useLayoutEffect, useRef } from "react";
import { decodeThumbhash } from "./thumbhash";

/** What a picture is going to look like, until it has come. */
export function Blur({ hash }: { readonly hash: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const decoded = decodeThumbhash(hash);
    const drawn = canvas.current;
    if (!decoded || !drawn) return;
    drawn.width = decoded.width;
    drawn.height = decoded.height;
    drawn.getContext("2d")?.putImageData(new ImageData(decoded.rgba, decoded.width, decoded.height), 0, 0);
  }, [hash]);
  return <canvas ref={canvas} className="absolute inset-0 size-full object-cover" />;
}
