import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { Language } from '#texts/format.ts';
import type { MinutesPaper } from '#texts/review-minutes.ts';

const require = createRequire(import.meta.url);
const fontFile = (name: string): string => require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);
const fonts = { plain: fontFile('DejaVuSans'), bold: fontFile('DejaVuSans-Bold') };
const margin = 56;

/** The minutes for reading and printing. */
export function writeMinutesPdf(paper: MinutesPaper, language: Language): Promise<Uint8Array> {
  const info = { Title: paper.title, Producer: 'Kurs', Creator: 'Kurs' };
  const document = new PDFDocument({ size: 'A4', margin, info, bufferPages: true, font: fonts.plain, lang: language });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const written = new Promise<Uint8Array>((resolve, reject) => {
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.on('error', reject);
  });
  document.font(fonts.bold).fontSize(14).text(paper.title).moveDown(0.4);
  for (const line of paper.lines) document.font(fonts.plain).fontSize(9.5).text(line);
  for (const section of paper.sections) {
    document.moveDown(0.9).font(fonts.bold).fontSize(11).text(section.title).moveDown(0.2);
    for (const { label, text } of section.lines) {
      document.fontSize(9.5).font(fonts.bold);
      if (label !== '') document.text(`${label}: `, { continued: true });
      document.font(fonts.plain).text(text, { lineGap: 1.5 });
    }
  }
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page);
    // Below the margin a line would begin another page.
    document.page.margins.bottom = 0;
    const place = { align: 'right', lineBreak: false } as const;
    document
      .font(fonts.plain)
      .fontSize(8)
      .text(`${page + 1} / ${count}`, margin, document.page.height - 36, place);
  }
  document.end();
  return written;
}
