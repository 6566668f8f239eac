// The settings of TypeScript's and JavaScript's language services: compiler options, what they may complain about, and the
// declarations that are not files of the project. One of each for the page; monaco.ts makes it.

import {
  JsxEmit,
  ModuleKind,
  ScriptTarget,
  javascriptDefaults,
  typescriptDefaults,
  type LanguageServiceDefaults,
} from 'monaco-editor/languages/features/typescript/register.js';

type Options = Readonly<Record<string, unknown>>;

/** `bundler` of TypeScript's ModuleResolutionKind: imports with a .ts extension, `exports` maps. Monaco's enum ends at 2. */
const bundlerResolution = 100;

/** A package without types (7016), or a `types` entry that is not there (2688): nothing that the user wrote is wrong. */
const untyped = [7016, 2688];
/**
 * What TypeScript cannot know before packages are installed: that a module cannot be found (2307, 2792), or that Node's
 * globals need @types/node (2580, 2591, 2584).
 */
const unknowable = [...untyped, 2307, 2792, 2580, 2591, 2584];

const jsxModes: Readonly<Record<string, JsxEmit>> = {
  preserve: JsxEmit.Preserve,
  react: JsxEmit.React,
  'react-native': JsxEmit.ReactNative,
  'react-jsx': JsxEmit.ReactJSX,
  'react-jsxdev': JsxEmit.ReactJSXDev,
};
/** About output, of which there is none here. */
const ofOutput =
  /^(composite|incremental|declaration|declarationMap|emitDeclarationOnly|sourceMap|inlineSourceMap|noEmit)$/;

/** What of a tsconfig counts for an editor, as the language service takes it. */
function fromConfig(options: Options): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === 'boolean' && !ofOutput.test(name)) out[name] = value;
    else if (/^(baseUrl|paths|jsxImportSource|jsxFactory|jsxFragmentFactory)$/.test(name)) out[name] = value;
    else if (name === 'jsx') out[name] = jsxModes[String(value).toLowerCase()] ?? JsxEmit.ReactJSX;
    else if (name === 'lib' && Array.isArray(value))
      out[name] = value.map((lib) => String(lib).toLowerCase());
  }
  return out;
}

function apply(
  defaults: LanguageServiceDefaults,
  options: Options | null,
  { allowJs, knowsModules }: { readonly allowJs: boolean; readonly knowsModules: boolean },
): void {
  defaults.setCompilerOptions({
    target: ScriptTarget.ESNext,
    module: ModuleKind.ESNext,
    esModuleInterop: true,
    jsx: JsxEmit.ReactJSX,
    strict: true,
    lib: ['esnext', 'dom', 'dom.iterable'],
    ...fromConfig(options ?? {}),
    ...(allowJs ? { allowJs } : {}),
    moduleResolution: bundlerResolution as never,
    allowImportingTsExtensions: true,
    allowNonTsExtensions: true,
    resolveJsonModule: true,
    noEmit: true,
  });
  defaults.setDiagnosticsOptions({
    noSemanticValidation: allowJs && options?.['checkJs'] !== true,
    noSyntaxValidation: false,
    diagnosticCodesToIgnore: knowsModules ? untyped : unknowable,
  });
}

/** What `configure` was last told, as JSON. */
let configured = '';
let bundled: (() => Disposable) | null = null;
let inUse: Disposable | null = null;
let wanted = true;

function followBundled(): void {
  if (!wanted) {
    inUse?.[Symbol.dispose]();
    inUse = null;
  } else inUse ??= bundled?.() ?? null;
}

export const languages = {
  /** The project's options; null: none. `knowsModules`: the types of its packages are there, so a missing one is an error. */
  configure(options: Options | null, { knowsModules }: { readonly knowsModules: boolean }): void {
    // Monaco starts the language's worker anew at every call, of some megabytes and with the project's files.
    const told = JSON.stringify([options, knowsModules]);
    if (told === configured) return;
    configured = told;
    apply(javascriptDefaults, options, { allowJs: true, knowsModules });
    apply(typescriptDefaults, options, { allowJs: false, knowsModules });
  },
  /** A declaration or manifest outside the project's own files, by its URL. */
  addLibrary(url: string, text: string): Disposable {
    const added = [javascriptDefaults, typescriptDefaults].map((defaults) => defaults.addExtraLib(text, url));
    return { [Symbol.dispose]: () => added.forEach((library) => library.dispose()) };
  },
  /** Node's types of this build, which a project's own @types/node replaces. */
  useBundledNodeTypes(on: boolean): void {
    wanted = on;
    followBundled();
  },
};

languages.configure(null, { knowsModules: false });
// All models of the project, not the open one alone, are known to the language service.
for (const defaults of [javascriptDefaults, typescriptDefaults]) defaults.setEagerModelSync(true);
/** `http.`, `process.` and the rest complete once they have come. Nothing waits for them. */
void import('./node-types.ts').then(({ nodeTypes }) => {
  bundled = () => {
    const added = nodeTypes.map(({ path, text }) => languages.addLibrary(path, text));
    return { [Symbol.dispose]: () => added.forEach((library) => library[Symbol.dispose]()) };
  };
  followBundled();
});
