import { Document, HeadingLevel, Packer, Paragraph, TextRun } from 'docx';
import type { Language } from '#texts/format.ts';
import type { MinutesPaper } from '#texts/review-minutes.ts';

/** The minutes as a Word file: headings that Word knows, so that they can be gone on with. */
export async function writeMinutesDocx(paper: MinutesPaper, language: Language): Promise<Uint8Array> {
  const text = (line: string, bold = false): TextRun =>
    new TextRun({ text: line, bold, language: { value: language === 'ru' ? 'ru-RU' : 'en-US' } });
  const document = new Document({
    title: paper.title,
    creator: 'Kurs',
    styles: { default: { document: { run: { font: 'Calibri', size: 22 } } } },
    sections: [
      {
        children: [
          new Paragraph({ heading: HeadingLevel.HEADING_1, children: [text(paper.title)] }),
          ...paper.lines.map((line) => new Paragraph({ children: [text(line)] })),
          ...paper.sections.flatMap((section) => [
            new Paragraph({ heading: HeadingLevel.HEADING_2, children: [text(section.title)], keepNext: true }),
            ...section.lines.map(
              (line) =>
                new Paragraph({
                  children: [
                    ...(line.label === '' ? [] : [text(`${line.label}: `, true)]),
                    ...inLines(line.text).map((part, at) => new TextRun({ text: part, ...(at === 0 ? {} : { break: 1 }) })),
                  ],
                }),
            ),
          ]),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

const inLines = (text: string): string[] => text.split('\n');
