/** How many texts there are; each is another way in. */
export const HOSTILE_COUNT = 500;
/** A path that no page has a reason to ask for. */
export const HIT_PATH = '/hw-hit/';
/** What a text calls where it is run: defined by the test that looks. */
export const HIT_FUNCTION = 'hw_hit';
/** So that each has room in the shortest text of a record that is shown by itself. */
export const LONGEST_HOSTILE = 100;

/** What ends the place that a text was put into, and what would then stand around it. */
const CONTEXTS: readonly ((inner: string) => string)[] = [
  (inner) => inner,
  (inner) => `">${inner}`,
  (inner) => `'>${inner}`,
  (inner) => `\`>${inner}`,
  (inner) => `x-->${inner}`,
  (inner) => `</title>${inner}`,
  (inner) => `</textarea>${inner}`,
  (inner) => `</script>${inner}`,
  (inner) => `</style>${inner}`,
  (inner) => `</noscript>${inner}`,
  (inner) => `</template>${inner}`,
  (inner) => `</svg>${inner}`,
  (inner) => `]]>${inner}`,
  (inner) => `<![CDATA[${inner}]]>`,
  (inner) => `<!--${inner}-->`,
  (inner) => `&quot;&gt;${inner}`,
  (inner) => `\\">${inner}`,
  (inner) => `%22%3E${inner}`,
  (inner) => `"}]}${inner}`,
  (inner) => `';${inner}//`,
  (inner) => `\u202e${inner}\u202c`,
  (inner) => `\u2067${inner}\u2069`,
  (inner) => `x\u2028${inner}\u200b.`,
  (inner) => `=${inner}`,
  (inner) => `+${inner}`,
  (inner) => `-${inner}`,
  (inner) => `@${inner}`,
  (inner) => `'=${inner}`,
  (inner) => `x\t=${inner}`,
  (inner) => `x\r\n=${inner}`,
  (inner) => `x\r@${inner}`,
  (inner) => `",\n"=${inner}`,
];

/** What would run, or ask for something, once it stands where it is read as more than text. */
const VECTORS: readonly ((run: string, path: string) => string)[] = [
  // Elements that run or load by themselves.
  (run) => `<script>${run}</script>`,
  (_, path) => `<script src=${path}></script>`,
  (run) => `<scr<script>ipt>${run}</script>`,
  (run) => `<SCRIPT/x>${run}</SCRIPT>`,
  (run) => `<img src=x: onerror=${run}>`,
  (_, path) => `<img src=${path}>`,
  (_, path) => `<img srcset="${path} 2x">`,
  (run) => `<img/src='x:'/onerror='${run}'/>`,
  (run) => `<img src=x:\nonerror=\n${run}>`,
  (run) => `<iframe src="javascript:parent.${run}">`,
  (run) => `<iframe srcdoc="<script>parent.${run}</script>">`,
  (_, path) => `<iframe src=${path}></iframe>`,
  (_, path) => `<object data=${path}></object>`,
  (_, path) => `<embed src=${path}>`,
  (_, path) => `<link rel=stylesheet href=${path}>`,
  (_, path) => `<link rel=preload as=image href=${path}>`,
  (_, path) => `<meta http-equiv=refresh content="0;url=${path}">`,
  (_, path) => `<base href=${path}/><img src=x>`,
  (_, path) => `<video poster=${path}></video>`,
  (_, path) => `<audio src=${path} autoplay></audio>`,
  (run) => `<video><source onerror=${run}></video>`,
  (_, path) => `<input type=image src=${path}>`,
  (_, path) => `<table background=${path}><tr><td>x</table>`,
  (run) => `<template shadowrootmode=open><script>${run}</script></template>`,
  // Event handlers and attributes.
  (run) => `<body onload=${run}>`,
  (run) => `<details open ontoggle=${run}>x`,
  (run) => `<input autofocus onfocus=${run}>`,
  (run) => `<b onanimationstart=${run} style="animation:x 1s">x</b>`,
  (run) => `" autofocus onfocus=${run} tabindex=0 x="`,
  (run) => `' onmouseover='${run}' x='`,
  (_, path) => `x" style="background:url(${path})" y="`,
  // Addresses.
  (run) => `javascript:${run}`,
  (run) => `java\tscript:${run}`,
  (run) => `JaVaScRiPt:/**/${run}//`,
  (run) => `data:text/html,<script>parent.${run}</script>`,
  (run) => `<a href="javascript:${run}" autofocus>x</a>`,
  (_, path) => `<a href=x ping=${path}>x</a>`,
  (_, path) => `<form action=${path}><button autofocus>x</button></form>`,
  // SVG and MathML.
  (run) => `<svg onload=${run}>`,
  (run) => `<svg><script>${run}</script></svg>`,
  (_, path) => `<svg><script href=${path} /></svg>`,
  (_, path) => `<svg><image href=${path} /></svg>`,
  (_, path) => `<svg><use href="${path}#x"/></svg>`,
  (_, path) => `<svg><filter><feImage href="${path}"/></filter></svg>`,
  (run) => `<svg><animate onbegin=${run} attributeName=x dur=1s>`,
  (_, path) => `<text fill="url(${path}#g)">x</text>`,
  (run) => `<svg><foreignObject><img src=x: onerror=${run}></foreignObject></svg>`,
  (run) => `<math href="javascript:${run}">x</math>`,
  (run) => `<math><mtext><mglyph><style><img src=x: onerror=${run}>`,
  // Styles.
  (_, path) => `<style>@import'${path}'</style>`,
  (_, path) => `<style>*{background:url(${path})}</style>`,
  (_, path) => `<b style="background:url(${path})">x</b>`,
  (_, path) => `}*{background-image:url(${path})}`,
  // Templates and expressions.
  (run) => `{{constructor.constructor('${run}')()}}`,
  (run) => `\${${run}}`,
  (run) => `<%= ${run} %>`,
  (run) => `{x, select, other {<b>${run}</b>}}`,
  (run) => `{title}{${run}}`,
  (_, path) => `["image","${path}"]`,
  (_, path) => `["format",["image","${path}"],{}]`,
  (_, path) => `![x](${path})`,
  (run) => `[x](javascript:${run})`,
  // Entities and other writings of the same.
  (run) => `&lt;script&gt;${run}&lt;/script&gt;`,
  (run) => `&#60;script&#x3e;${run}&#60;/script&#62;`,
  (run) => `%3Cscript%3E${run}%3C/script%3E`,
  (run) => `\\u003cscript\\u003e${run}\\u003c/script\\u003e`,
  (run) => `\uff1cscript\uff1e${run}\uff1c/script\uff1e`,
  (run) => `+ADw-script+AD4-${run}+ADw-/script+AD4-`,
  (run) => `<scr\ufeffipt>${run}</scr\ufeffipt>`,
  // JSON inside of a script, JSON-LD.
  (run) => `","x":"</script><script>${run}</script>`,
  (run) => `<!--<script>${run}</script>`,
  (run) => `"}</script><svg/onload=${run}>`,
  // XML and feeds.
  (_, path) => `<!DOCTYPE x [<!ENTITY e SYSTEM "${path}">]>&e;`,
  (_, path) => `<?xml-stylesheet href="${path}"?>`,
  (_, path) => `<xi:include href="${path}"/>`,
  (run) => `<x:script xmlns:x="http://www.w3.org/1999/xhtml">${run}</x:script>`,
  (_, path) => `</title><link rel="enclosure" href="${path}"/>`,
  (run) => `</summary><content type="html">&lt;img src=x: onerror=${run}>`,
  // Formulas.
  (_, path) => `HYPERLINK("${path}","x")`,
  (_, path) => `IMPORTXML("${path}","//a")`,
  (run) => `cmd|' /C ${run}'!A0`,
];

/** Runs through all pairs of a context and a vector before it repeats one, since the two numbers have no common divisor. */
function textOf(number: number): string {
  const context = CONTEXTS[number % CONTEXTS.length] ?? String;
  const vector = VECTORS[number % VECTORS.length] ?? String;
  return context(vector(`${HIT_FUNCTION}(${number})`, `${HIT_PATH}${number}`));
}

/**
 * Texts that would run something, or make whoever shows them ask for something, if anything took them for more than text:
 * markup, addresses, formulas, styles, templates. Each calls `hw_hit(n)` or leads to `/hw-hit/n` with its own number, so
 * that it is known which. Always the same; all are texts that a record may have.
 */
export const HOSTILE_TEXTS: readonly string[] = Array.from({ length: HOSTILE_COUNT }, (_, n) =>
  textOf(n),
);

/** Consecutive texts in as few lines as have room for them, none longer than `longest`. */
export function hostileLines(longest: number, texts = HOSTILE_TEXTS): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    const longer = `${last} ${text}`;
    if (last !== undefined && longer.length <= longest) lines[lines.length - 1] = longer;
    else lines.push(text);
  }
  return lines;
}
