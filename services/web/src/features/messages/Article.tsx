import { memo, type ReactNode } from "react";
import { type Row, rowId } from "../../timeline/rows";

interface ArticleProps {
  readonly row: Row;
  readonly index: number;
  readonly isTabStop: boolean;
  readonly onFocus: (key: string) => void;
  readonly renderRow: (row: Row) => ReactNode;
}

/** One row, as readers of the feed know it. */
export const Article = memo(function Article({ row, index, isTabStop, onFocus, renderRow }: ArticleProps) {
  const id = rowId(row.key);
  return (
    <article
      id={id}
      tabIndex={isTabStop ? 0 : -1}
      aria-posinset={index + 1}
      aria-setsize={-1}
      aria-labelledby={`${id}-who ${id}-when`}
      onFocus={() => onFocus(row.key)}
      className="-outline-offset-2"
    >
      {renderRow(row)}
    </article>
  );
});
