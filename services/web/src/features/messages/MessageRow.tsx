import { memo } from "react";
import { useIsHidden } from "../../blocked";
import type { Row } from "../../timeline/rows";
import { LazyPart } from "../../ui/LazyPart";
import { lazyPart } from "../../ui/lazy-part";
import { DayLine, UnreadLine } from "./Lines";
import { Sent } from "./Sent";
import { UnsentRow } from "./UnsentRow";

const BlockedRow = lazyPart(() => import("../blocks/BlockedRow").then((part) => part.BlockedRow));

export interface MessageRowProps {
  readonly row: Row;
  readonly mayModerate: boolean;
  readonly onThread?: (root: string) => void;
  /** Drawn on the row that was jumped to. */
  readonly flash?: boolean;
  /** My newest message: says who has read it, where few enough people are. */
  readonly receipts?: boolean;
}

export const MessageRow = memo(function MessageRow({
  row,
  mayModerate,
  onThread,
  flash = false,
  receipts = false,
}: MessageRowProps) {
  const hidden = useIsHidden(row.message);
  return (
    <>
      {row.day && <DayLine at={row.at} />}
      {row.unread && <UnreadLine />}
      {hidden && row.message ? (
        <LazyPart>
          <BlockedRow row={row} message={row.message} />
        </LazyPart>
      ) : row.message ? (
        <Sent
          row={row}
          message={row.message}
          mayModerate={mayModerate}
          onThread={onThread}
          flash={flash}
          receipts={receipts}
        />
      ) : (
        <UnsentRow row={row} />
      )}
    </>
  );
});
