import { textOfPastName } from '@/lib/domain/past-name';
import { FLAT_COLUMNS, type FlatType } from './flat-columns';
import type { SelectionLabel } from './selection-label';

/** What a selection is, as the CSV on the Web vocabulary (W3C, 2015) tells it of a file beside it. */
export function csvMetadata(label: SelectionLabel, address: string): object {
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': label.locale }],
    url: address,
    'dc:title': label.title,
    'dc:description': label.words,
    ...(label.publisher ? { 'dc:publisher': label.publisher } : {}),
    ...(label.licence ? { 'dc:license': label.licence } : {}),
    'dc:modified': { '@value': label.committedAt, '@type': 'xsd:dateTime' },
    'dc:identifier': textOfPastName(label),
    notes: [
      {
        epoch: label.epoch,
        seq: label.seq,
        parameters: label.parameters,
        responsibleEditor: label.responsibleEditor,
        contact: label.contact,
        simulated: label.simulated,
        isTextCut: label.isTextCut,
        apostrophes:
          "What begins with = + - @, a tab or a carriage return, or with apostrophes before one of these, has one apostrophe in front, at the beginning of a text and after a semicolon, a tab or a line break (and spaces) inside it. The way back: each match of /((?:^|[;\\t\\r\\n]) *)'(?='*[=+\\-@\\t\\r])/ becomes its first group. Numbers have none.",
      },
    ],
    dialect: { encoding: 'utf-8', lineTerminators: ['\r\n'], header: true, doubleQuote: true },
    tableSchema: {
      primaryKey: 'id',
      columns: FLAT_COLUMNS.map(({ name, type, about }) => ({
        name,
        titles: name,
        'dc:description': about,
        datatype: datatypeOf(type),
        null: '',
      })),
    },
  };
}

function datatypeOf(type: FlatType): string | object {
  switch (type.is) {
    case 'integer':
      return 'integer';
    case 'number':
      return 'double';
    case 'instant':
      return { base: 'dateTime', format: "yyyy-MM-dd'T'HH:mm:ss.SSSX" };
    case 'json':
      return 'json';
    default:
      return 'string';
  }
}
