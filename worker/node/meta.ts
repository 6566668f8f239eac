// The shape of .generated/node-lib/meta.json, which tools/node-lib dumps from the pinned real binary: constants, error
// map, options and the members that each binding is expected to have. Nothing in it is written by hand.

/** A binding's member as dumped: plain data as it is; what JSON cannot hold as `{$: kind, …}`. */
export type DumpedMember =
  | null
  | string
  | number
  | boolean
  | readonly DumpedMember[]
  | {
      readonly $: 'fn';
      readonly proto?: readonly string[];
      readonly statics?: Record<string, DumpedMember>;
      readonly parent?: string;
    }
  | { readonly $: 'bigint' | 'symbol'; readonly v: string }
  | { readonly $: 'Map'; readonly v: readonly (readonly [DumpedMember, DumpedMember])[] }
  | { readonly $: string; readonly length: number; readonly v?: readonly string[] }
  | { readonly [member: string]: DumpedMember };

export interface NodeMeta {
  readonly version: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly release: Readonly<Record<string, string>>;
  /** [errno, [code, message]] as `internalBinding('uv').getErrorMap()`. */
  readonly errmap: readonly (readonly [number, readonly [string, string]])[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- dumped from the binary, read by member name
  readonly bindings: Readonly<Record<string, any>>;
  readonly cliOptions: Readonly<Record<string, unknown>>;
  readonly cliInfo: { readonly options: readonly unknown[]; readonly aliases: readonly unknown[] };
  readonly config: unknown;
  readonly builtinIds: readonly string[];
  /** The names that Node's global object has. */
  readonly globals: readonly string[];
  /** From the id of a builtin that is not in the core chunk to the chunk that has it. */
  readonly lazyChunks: Readonly<Record<string, string>>;
}
