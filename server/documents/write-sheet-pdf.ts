import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import qrcode from 'qrcode-generator';
import { printedEntryName, sheetPaperTexts, type SheetPaperTexts } from '#texts/sheet-paper.ts';
import type { Language } from '#texts/format.ts';

/** One entry of the ledger as people read it. */
export interface PrintedEntry {
  readonly sequence: string;
  readonly type: string;
  /** RFC 3339. */
  readonly at: string;
  /** Null for what the service does by itself. */
  readonly who: string | null;
  readonly level: string;
  readonly hash: string;
}

/** From where an answer was given. */
export interface PrintedCircumstances {
  readonly address: string;
  readonly userAgent: string;
  /** Origin of the portal. */
  readonly portal: string;
  /** When the portal confirmed last whose session it is, RFC 3339. */
  readonly confirmedAt: string;
}

export interface SheetPaper {
  /** The words that were shown and answered; null where they were erased. */
  readonly text: string | null;
  readonly planHash: string;
  readonly createdAt: string;
  readonly decision: ({ readonly text: string | null; readonly circumstances: PrintedCircumstances | null } & PrintedEntry) | null;
  /** What a head has answered to objections or a refusal. */
  readonly reply: string | null;
  /** Of the receipt; null before there is an answer. */
  readonly code: string | null;
  readonly audit: readonly PrintedEntry[];
}

const require = createRequire(import.meta.url);
/** A free font with Cyrillic and the narrow space between thousands; only what is used goes into the file. */
const fontFile = (name: string): string => require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);
const fonts = { plain: fontFile('DejaVuSans'), bold: fontFile('DejaVuSans-Bold'), mono: fontFile('DejaVuSansMono') };
const margin = 56;
const qrSize = 84;

type Paper = InstanceType<typeof PDFDocument>;

/** The sheet for printing: its words, its fingerprint, the answer, what was done to it, and the code of the receipt. */
export function writeSheetPdf(paper: SheetPaper, language: Language): Promise<Uint8Array> {
  const texts = sheetPaperTexts[language];
  const info = { Title: texts.title, CreationDate: new Date(paper.createdAt), Producer: 'Kurs', Creator: 'Kurs' };
  const document = new PDFDocument({ size: 'A4', margin, info, bufferPages: true, font: fonts.plain, lang: language });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const written = new Promise<Uint8Array>((resolve, reject) => {
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.on('error', reject);
  });
  document.font(fonts.bold).fontSize(14).text(texts.title);
  document
    .moveDown(0.6)
    .font(fonts.plain)
    .fontSize(9.5)
    .text(paper.text ?? texts.erased, { lineGap: 2 });
  writeFingerprint(document, paper, texts.fingerprint);
  writeDecision(document, paper, language);
  if (paper.reply !== null) {
    heading(document, texts.reply);
    document.font(fonts.plain).fontSize(9.5).text(paper.reply);
  }
  writeAudit(document, paper, language);
  writeCode(document, paper, texts);
  writePageNumbers(document);
  document.end();
  return written;
}

function heading(document: Paper, text: string): void {
  document.moveDown(1).font(fonts.bold).fontSize(11).text(text).moveDown(0.3);
}

function writeFingerprint(document: Paper, { planHash }: SheetPaper, text: string): void {
  heading(document, text);
  document
    .font(fonts.mono)
    .fontSize(8)
    .text(planHash.replaceAll(/(.{8})(?=.)/g, '$1 '));
}

function writeDecision(document: Paper, { decision }: SheetPaper, language: Language): void {
  const texts = sheetPaperTexts[language];
  heading(document, texts.answer);
  document.font(fonts.plain).fontSize(9.5);
  if (decision === null) return void document.text(texts.unanswered);
  document.text(`${printedEntryName(decision.type, language)}: ${decision.who ?? ''}, ${toMoment(decision.at)}`);
  document.text(texts.levels[decision.level] ?? decision.level);
  if (decision.circumstances !== null) writeCircumstances(document, decision.circumstances, texts);
  if (decision.text !== null) document.moveDown(0.3).text(decision.text, { indent: 12 });
}

function writeCircumstances(
  document: Paper,
  { address, userAgent, portal, confirmedAt }: PrintedCircumstances,
  texts: SheetPaperTexts,
): void {
  const told = {
    portal,
    confirmedAt: toMoment(confirmedAt),
    address: address === '' ? '—' : address,
    userAgent: userAgent === '' ? '—' : userAgent,
  };
  document.fontSize(8.5).text(texts.circumstances(told)).fontSize(9.5);
}

/** One entry a line; long ledgers go on over pages by themselves. */
function writeAudit(document: Paper, { audit }: SheetPaper, language: Language): void {
  heading(document, sheetPaperTexts[language].audit);
  for (const entry of audit) {
    document.font(fonts.plain).fontSize(8.5);
    document.text(
      `№ ${entry.sequence} · ${toMoment(entry.at)} · ${printedEntryName(entry.type, language)} · ${entry.who ?? sheetPaperTexts[language].service}`,
    );
    document.font(fonts.mono).fontSize(7).fillColor('#56616d').text(entry.hash).fillColor('black').moveDown(0.2);
  }
}

const toMoment = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;

/** The code and what the papers prove stand together on one page. */
function writeCode(document: Paper, { code }: SheetPaper, texts: SheetPaperTexts): void {
  const room = qrSize + 40;
  if (document.y + room > document.page.height - margin) document.addPage();
  if (code === null) return void document.moveDown(1).font(fonts.plain).fontSize(8).text(texts.note);
  heading(document, texts.code);
  const [left, top] = [margin + qrSize + 14, document.y];
  drawQr(document, code, top);
  document
    .font(fonts.mono)
    .fontSize(9)
    .text(code, left, top + 4);
  document
    .font(fonts.plain)
    .fontSize(8)
    .text(texts.note, left, top + 24, { width: document.page.width - margin - left });
}

function drawQr(document: Paper, code: string, top: number): void {
  const qr = qrcode(0, 'M');
  qr.addData(code);
  qr.make();
  const count = qr.getModuleCount();
  const cell = qrSize / count;
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column < count; column += 1)
      if (qr.isDark(row, column)) document.rect(margin + column * cell, top + row * cell, cell, cell);
  document.fill('black');
}

function writePageNumbers(document: Paper): void {
  const { start, count } = document.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    document.switchToPage(index);
    // Below the margin a line would begin another page.
    document.page.margins.bottom = 0;
    const number = `${index + 1} / ${count}`;
    document.font(fonts.plain).fontSize(8);
    document.text(number, document.page.width - margin - document.widthOfString(number), document.page.height - 36, { lineBreak: false });
  }
}
