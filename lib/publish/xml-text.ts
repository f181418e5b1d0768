const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};
/** What XML 1.0 has no way to write: controls, halves of characters, the two that are none. */
const UNWRITABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** A text as XML's content or attribute value; what XML 1.0 cannot hold is left out. */
export function xmlText(text: string): string {
  return text.replace(UNWRITABLE, '').replace(/[&<>"\r]/g, (sign) => ENTITIES[sign] ?? sign);
}

/** The same as an attribute's value, in which readers of XML would take a tab or a line's end for a blank. */
function attributeText(text: string): string {
  return xmlText(text).replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');
}

/** An element with attributes, in their order, and content that is XML already; those that are null are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | null>>,
  content: string | null = null,
): string {
  const said = Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== null)
    .map(([key, value]) => ` ${key}="${attributeText(value)}"`)
    .join('');
  return content === null ? `<${name}${said}/>` : `<${name}${said}>${content}</${name}>`;
}
