import { fsyncSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type InitOptions = Parameters<NodeFS['init']>[1];
type EngineModule = Parameters<NonNullable<InitOptions['preRun']>[number]>[0];

/** The part of Emscripten's NODEFS that an fsync passes through; `nfd` is Node's file descriptor. */
interface StreamOperations {
  fsync?: (stream: { nfd: number }) => number;
}

/** Emscripten's number for an input/output error. */
const EIO = 29;

/**
 * The files of an embedded database on disk. PGlite's own `NodeFS` has no fsync operation, so that a COMMIT which
 * PostgreSQL believes to be on disk is lost with the power; this one passes each fsync on to the operating system.
 */
export class DurableNodeFs extends NodeFS {
  /** Successful fsync calls so far; the self-test at each start reads it. */
  fsyncCalls = 0;

  override async init(engine: PGlite, options: InitOptions): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(engine, options);
    const preRun = [
      ...(emscriptenOpts.preRun ?? []),
      (module: EngineModule) => this.installHook(module),
    ];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }

  protected installHook(module: EngineModule): void {
    const { stream_ops } = module.NODEFS as unknown as { stream_ops: StreamOperations };
    stream_ops.fsync = (stream) => {
      try {
        fsyncSync(stream.nfd);
      } catch {
        return EIO;
      }
      this.fsyncCalls += 1;
      return 0;
    };
  }
}
