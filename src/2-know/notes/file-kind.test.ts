import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILE_KINDS } from './contract.ts';
import { disposition, kindOfBytes, shownName } from './file-kind.ts';
import { aZip } from './testing.ts';

const RUNS = process.env.REGULARS_NIGHT ? 100_000 : 2_000;
const sheet = ['[Content_Types].xml', 'xl/workbook.xml', 'xl/printerSettings/printerSettings1.bin'];

describe('what a file is', () => {
  it.each([
    ['pdf', Buffer.from('%PDF-1.7\n')],
    ['png', Buffer.from('89504e470d0a1a0a00', 'hex')],
    ['jpeg', Buffer.from('ffd8ffe0', 'hex')],
    ['gif', Buffer.from('GIF89a')],
    ['webp', Buffer.from('RIFF....WEBPVP8 ')],
    ['xlsx', aZip(sheet)],
    ['docx', aZip(['[Content_Types].xml', 'word/document.xml'])],
    ['text', Buffer.from('单号,数量\nA1,2\n')],
    ['text', Buffer.from('\ufeff5 < 7, and I <3 tea')],
  ])('is read off its bytes: %s', (kind, bytes) => {
    expect(kindOfBytes(bytes)).toBe(kind);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['HTML after a text', Buffer.from('Dear all,\n< SCRIPT src=x>')],
    ['an SVG', Buffer.from(' \n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['XML', Buffer.from('<?xml version="1.0"?><a/>')],
    ['a program', Buffer.from('7f454c4602010100', 'hex')],
    ['bytes with a NUL', Buffer.from('tea\0')],
    ['no UTF-8', Buffer.from('c3286131', 'hex')],
    ['any zip', aZip(['a.txt'])],
    ['a sheet with a program', aZip([...sheet, 'xl/vbaProject.bin'])],
    ['a sheet and a letter', aZip([...sheet, 'word/document.xml'])],
    ['a RIFF that is no picture', Buffer.from('52494646000000004156492000', 'hex')],
    ['the beginning of a zip', Buffer.from('504b0304', 'hex')],
  ])('is nothing that is kept: %s', (_, bytes) => {
    expect(kindOfBytes(bytes)).toBeNull();
  });

  it(`is answered for any bytes (${RUNS} of them)`, () => {
    const zips = fc.uint8Array({ maxLength: 200 }).map((noise) => {
      const bytes = aZip(sheet);
      for (const [index, value] of noise.entries())
        if (value > 200) bytes[(index * 7) % bytes.length] = value;
      return bytes;
    });
    const any = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.oneof(zips, any), (bytes) => {
        expect([null, ...FILE_KINDS]).toContain(kindOfBytes(bytes));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a name', () => {
  it.each([
    ['../../etc/passwd', 'text', 'passwd.txt'],
    ['C:\\x\\报价.PDF', 'pdf', '报价.pdf'],
    ['page.html', 'text', 'page.html.txt'],
    ['\u202egpj.exe', 'jpeg', 'gpj.exe.jpg'],
    ['photo.jpeg', 'jpeg', 'photo.jpeg'],
    ['...', 'png', 'file.png'],
  ] as const)('%s of a %s is shown as %s', (given, kind, shown) => {
    expect(shownName(given, kind)).toBe(shown);
  });

  it(`ends as what the file is, and stays within its header (${RUNS} names)`, () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom(...FILE_KINDS),
        (given, kind) => {
          const name = shownName(given, kind);
          expect(name).toMatch(/^[^/\\\p{Cc}]+\.[a-z]{2,4}$/u);
          const header = disposition(name);
          expect(header).toMatch(/^attachment; filename="[\w.() -]+"; filename\*=UTF-8''[\w%.!~-]+$/);
          expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe(name);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
