import { spawnSync } from 'node:child_process';

/** Set by `npm test`; what is read by its parsers is not tested without it. */
export const { PYTHON } = process.env;

const READ_CSV = `
import csv, io, json, sys
text = io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8-sig', newline='')
json.dump(list(csv.reader(text, strict=True)), sys.stdout)
`;

/** Expat, which is no browser: what is not well-formed ends it, and nothing that a document names is fetched. */
const READ_XML = `
import json, sys
from xml.parsers import expat
def read(document):
    root = {'name': '', 'attributes': {}, 'text': '', 'children': [], 'strange': []}
    open_ones = [root]
    parser = expat.ParserCreate(namespace_separator=' ')
    def begin(name, attributes):
        element = {'name': name, 'attributes': attributes, 'text': '', 'children': []}
        open_ones[-1]['children'].append(element)
        open_ones.append(element)
    def end(name):
        open_ones.pop()
    def text(data):
        open_ones[-1]['text'] += data
    def strange(*what):
        root['strange'].append(str(what[0]))
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = strange
    parser.ProcessingInstructionHandler = strange
    parser.CommentHandler = strange
    parser.StartCdataSectionHandler = lambda: strange('CDATA')
    parser.Parse(document.encode('utf-8'), True)
    return root
json.dump([read(document) for document in json.load(sys.stdin)], sys.stdout)
`;

export interface XmlElement {
  /** With its namespace and a blank in front, where it has one. */
  name: string;
  attributes: Record<string, string>;
  /** Its own, without that of its children. */
  text: string;
  children: XmlElement[];
}

/** What is around the document's element: `strange` names doctypes, instructions, comments and CDATA anywhere in it. */
export interface XmlDocument extends XmlElement {
  strange: string[];
}

/** The cells of a CSV as Python's `csv` reads them. */
export function readCsvInPython(file: string): string[][] {
  return run(READ_CSV, file) as string[][];
}

/** Documents as Python's expat reads them. @throws Error for one that is not well-formed */
export function readXmlInPython(documents: readonly string[]): XmlDocument[] {
  return run(READ_XML, JSON.stringify(documents)) as XmlDocument[];
}

/** An element and all below it. */
export function elementsOf(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(elementsOf)];
}

function run(program: string, input: string): unknown {
  const { stdout, stderr } = spawnSync(PYTHON ?? 'python3', ['-c', program], {
    input,
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });
  if (stderr !== '') throw new Error(stderr.slice(0, 2_000));
  return JSON.parse(stdout);
}
