/** Kinds of messages in `MessageHeader` of Arrow's Message.fbs. */
export const RECORD_BATCH = 3;
const CONTINUATION = 0xffff_ffff;
export const END_OF_STREAM = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);
/** Slots of the table `Message`: version, header_type, header, bodyLength. */
const HEADER_TYPE_SLOT = 1;
const BODY_LENGTH_SLOT = 3;

/** One encapsulated message with its body. */
export interface IpcMessage {
  type: number;
  bytes: Uint8Array;
}

/**
 * The messages of an Arrow IPC stream (columnar format 1.0: a continuation marker, the length of the metadata, the metadata as
 * a FlatBuffer, the body), without the marker of its end.
 */
export function* ipcMessages(stream: Uint8Array): Generator<IpcMessage> {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  for (let start = 0; start < stream.length; ) {
    if (view.getUint32(start, true) !== CONTINUATION) {
      throw new Error(`byte ${start} of an Arrow stream begins no message`);
    }
    const metadataBytes = view.getUint32(start + 4, true);
    if (metadataBytes === 0) return;
    const metadata = start + 8;
    const table = metadata + view.getUint32(metadata, true);
    const typeAt = slot(view, table, HEADER_TYPE_SLOT);
    const lengthAt = slot(view, table, BODY_LENGTH_SLOT);
    const bodyBytes = lengthAt === null ? 0 : Number(view.getBigInt64(lengthAt, true));
    const end = metadata + metadataBytes + bodyBytes;
    yield { type: typeAt === null ? 0 : view.getUint8(typeAt), bytes: stream.slice(start, end) };
    start = end;
  }
}

/** Where a field of a FlatBuffer's table lies, or null where it has its default. */
function slot(view: DataView, table: number, field: number): number | null {
  const vtable = table - view.getInt32(table, true);
  const entry = 4 + 2 * field;
  if (entry >= view.getUint16(vtable, true)) return null;
  const offset = view.getUint16(vtable + entry, true);
  return offset === 0 ? null : table + offset;
}
