import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import { problem } from './answers';

export const BODY_LIMIT_BYTES = 8 * 1024 * 1024;
const COMPRESS_FROM_BYTES = 1_400;
/** Of unknown and unbounded size: passed on as it comes. */
const STREAMED_TYPE = 'application/gzip';
const STREAM_QUALITY = 4;
const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Reads a request's body up to the limit; beyond it a 413 names the limit. */
export async function readBody(
  request: IncomingMessage,
  limitBytes = BODY_LIMIT_BYTES,
): Promise<Uint8Array> {
  const tooLarge = () =>
    problem(413, 'body', 'The body is too large', {
      errors: [{ field: 'body', message: `send at most ${limitBytes} bytes, or split the batch` }],
    });
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The request line and headers as a web `Request` without body. */
export function toWebRequest(request: IncomingMessage, url: URL): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value);
    else if (value) headers.set(name, value.join(', '));
  }
  return new Request(url, { method: request.method ?? 'GET', headers });
}

interface Streamed {
  chunks: AsyncIterable<string | Uint8Array>;
  done: () => void;
}

const streams = new WeakMap<Response, Streamed>();

/**
 * An answer that is written while it is sent: a chunk is asked for when the caller has taken the ones before, and none any
 * more once it is gone. `done` is called once when the answer has ended, however it did.
 */
export function streamedAnswer(
  chunks: AsyncIterable<string | Uint8Array>,
  headers: Record<string, string>,
  done: () => void,
): Response {
  const response = new Response(null, { headers });
  streams.set(response, { chunks, done });
  return response;
}

/** A file of 90 MB over a line of a megabit a second. */
const LONGEST_STREAM_MS = 15 * 60_000;
const GONE_CODES = ['ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'];

async function sendStreamed(
  { chunks, done }: Streamed,
  request: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  try {
    answer.appendHeader('vary', 'accept-encoding');
    const encoding = preferredEncoding(request.headers['accept-encoding']);
    if (encoding) answer.setHeader('content-encoding', encoding);
    if (request.method === 'HEAD') {
      answer.end();
      return;
    }
    const source = Readable.from(bytesOf(chunks), { objectMode: false });
    const signal = AbortSignal.timeout(LONGEST_STREAM_MS);
    if (encoding) await pipeline(source, compressor(encoding), answer, { signal });
    else await pipeline(source, answer, { signal });
  } catch (error) {
    // Whoever asked is gone, or takes it too slowly: that is no fault of ours.
    if (!isGone(error)) throw error;
  } finally {
    done();
  }
}

async function* bytesOf(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

function compressor(encoding: Encoding) {
  return encoding === 'br'
    ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: STREAM_QUALITY } })
    : createGzip({ level: 6 });
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && GONE_CODES.includes(String(error.code));
}

/** Sends a web `Response`, compressed where the caller takes it and the answer did not choose its own encoding. */
export async function sendResponse(
  response: Response,
  request: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  for (const [name, value] of response.headers) answer.setHeader(name, value);
  answer.statusCode = response.status;
  const streamed = streams.get(response);
  if (streamed) {
    await sendStreamed(streamed, request, answer);
    return;
  }
  if (response.body && response.headers.get('content-type') === STREAMED_TYPE) {
    await pipeline(Readable.fromWeb(response.body as ReadableStream), answer);
    return;
  }
  let body = Buffer.from(await response.arrayBuffer());
  const isText = /json|text|csv|xml/.test(response.headers.get('content-type') ?? '');
  if (isText) answer.appendHeader('vary', 'accept-encoding');
  if (isText && body.length >= COMPRESS_FROM_BYTES && !response.headers.has('content-encoding')) {
    const encoding = preferredEncoding(request.headers['accept-encoding']);
    if (encoding) {
      body = await compress(body, encoding);
      answer.setHeader('content-encoding', encoding);
    }
  }
  answer.setHeader('content-length', body.length);
  answer.end(request.method === 'HEAD' ? undefined : body);
}

export type Encoding = 'br' | 'gzip';

export function preferredEncoding(accepted: string | string[] | undefined): Encoding | null {
  const list = String(accepted ?? '');
  if (/\bbr\b/.test(list)) return 'br';
  return /\bgzip\b/.test(list) ? 'gzip' : null;
}

export async function compress(
  body: Uint8Array,
  encoding: Encoding,
  quality = 4,
): Promise<Buffer<ArrayBuffer>> {
  const bytes =
    encoding === 'br'
      ? await brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } })
      : await gzipped(body, { level: 6 });
  return bytes as Buffer<ArrayBuffer>;
}
