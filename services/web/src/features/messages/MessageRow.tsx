import { memo } from "react";
import type { Row } from "../../timeline/rows";
import { DayLine, UnreadLine } from "./Lines";
import { Sent } from "./Sent";
import { UnsentRow } from "./UnsentRow";

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
  return (
    <>
      {row.day && <DayLine at={row.at} />}
      {row.unread && <UnreadLine />}
      {row.message ? (
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
