/** Arithmetic of the write-ahead log: places (LSN), segments and their names. Pure. */

/** `16/B374D848` → bytes since the beginning. */
export function lsnOf(text: string): bigint {
  const [high = '', low = ''] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

export const lsnText = (lsn: bigint): string =>
  `${(lsn >> 32n).toString(16).toUpperCase()}/${(lsn & 0xffff_ffffn).toString(16).toUpperCase()}`;

export type Wal = { timeline: number; segmentBytes: number };

const hex8 = (value: bigint): string => value.toString(16).toUpperCase().padStart(8, '0');

/** 24 digits: timeline, and the segment's number in two parts. */
export function segmentName({ timeline, segmentBytes }: Wal, lsn: bigint): string {
  const perFile = 0x1_0000_0000n / BigInt(segmentBytes);
  const number = lsn / BigInt(segmentBytes);
  return hex8(BigInt(timeline)) + hex8(number / perFile) + hex8(number % perFile);
}

export const segmentStart = ({ segmentBytes }: Wal, lsn: bigint): bigint =>
  lsn - (lsn % BigInt(segmentBytes));

/** One stretch within one segment: `end` is the segment's end when it is whole. */
export type Stretch = { segment: string; start: bigint; from: number; to: number; whole: boolean };

/** What lies between two places, cut at segments. */
export function stretches(wal: Wal, from: bigint, to: bigint): Stretch[] {
  const size = BigInt(wal.segmentBytes);
  const found: Stretch[] = [];
  for (let at = from; at < to; ) {
    const start = segmentStart(wal, at);
    const end = start + size < to ? start + size : to;
    found.push({
      segment: segmentName(wal, at),
      start,
      from: Number(at - start),
      to: Number(end - start),
      whole: end === start + size,
    });
    at = end;
  }
  return found;
}

/** `SEGMENT` is whole; `SEGMENT.00002000-00003000` is a part of one that was still being written. */
export const partName = (segment: string, from: number, to: number): string =>
  `${segment}.${hex8(BigInt(from))}-${hex8(BigInt(to))}`;

const PART = /^([0-9A-F]{24})(?:\.([0-9A-F]{8})-([0-9A-F]{8}))?$/;

export type WalObject = { segment: string; part: { from: number; to: number } | null };

/** Null for names that are neither. */
export function readWalName(name: string): WalObject | null {
  const [, segment, from, to] = PART.exec(name) ?? [];
  if (!segment) return null;
  return {
    segment,
    part: from && to ? { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) } : null,
  };
}
