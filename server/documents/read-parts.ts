import { posix } from 'node:path';
import type { Archive } from './open-archive.ts';
import { readXmlPart, type UnpackedBytes } from './read-xml.ts';
import { workbookLimits } from './workbook-limits.ts';
import { WorkbookRefused } from './workbook-fault.ts';

/** A sheet by its name and the part that holds it. */
export interface SheetPart {
  readonly name: string;
  readonly path: string;
}

/** The sheets of a workbook in their order; links to other files are left where they are. */
export async function listSheetParts(archive: Archive, spent: UnpackedBytes): Promise<SheetPart[]> {
  const named: { name: string; relation: string }[] = [];
  const isWorkbook = await readXmlPart(archive, 'xl/workbook.xml', spent, {
    open: (element, attributes) => {
      if (element !== 'sheet') return;
      const [, relation = ''] = Object.entries(attributes).find(([attribute]) => attribute.endsWith(':id')) ?? [];
      named.push({ name: attributes['name'] ?? '', relation });
    },
  });
  if (!isWorkbook) throw new WorkbookRefused('not-a-workbook', 'No part of a workbook');
  const targets = new Map<string, string>();
  await readXmlPart(archive, 'xl/_rels/workbook.xml.rels', spent, {
    open: (element, { Id: id = '', Target: target = '', TargetMode: mode = 'Internal' }) => {
      if (element === 'Relationship' && mode === 'Internal') targets.set(id, posix.resolve('/xl', target).slice(1));
    },
  });
  return named.flatMap(({ name, relation }) => {
    const path = targets.get(relation);
    return path === undefined ? [] : [{ name, path }];
  });
}

/** Texts that cells name by their number; a workbook without texts has no such part. */
export async function readSharedTexts(archive: Archive, spent: UnpackedBytes): Promise<string[]> {
  const texts: string[] = [];
  let text = '';
  let isText = false;
  let phonetic = 0;
  await readXmlPart(archive, 'xl/sharedStrings.xml', spent, {
    open: (element) => {
      if (element === 'si') text = '';
      if (element === 'rPh') phonetic += 1;
      isText = element === 't' && phonetic === 0;
    },
    text: (part) => {
      if (isText) text += part;
    },
    close: (element) => {
      isText = false;
      if (element === 'rPh') phonetic -= 1;
      if (element !== 'si') return;
      if (texts.length >= workbookLimits.texts) throw new WorkbookRefused('too-much-content', 'Too many texts');
      texts.push(text);
    },
  });
  return texts;
}
