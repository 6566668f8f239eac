// Turns an ES module into a function, since a browser's own modules can neither come from a virtual filesystem nor be
// linked by Node's loader. The body becomes a generator: its first step hoists functions and hands out a getter for each
// export (live bindings), the second runs the module. An imported name becomes a property of the imports object, whose
// getters read the exporting module. With top-level await it is an async generator.

import type { Program } from 'acorn';
import { awaitName } from './await-context.ts';
import { guardLoops, mayLoop } from '../guard/guard-loops.ts';
import { guardName } from '../guard/names.ts';
import { Edits } from './edits.ts';
import { addPatternNames, type AnyNode } from './parse.ts';
import { rewriteReferences } from './rewrite-references.ts';
import type { EvaluatedSource } from './source-registry.ts';

/** Names of the transformed code; unlikely in any author's. */
export const moduleObject = '__holdfast_module';
export const importsObject = '__holdfast_imports';
export const bodyName = '__holdfast_body';
const defaultName = '__holdfast_default';

export interface ModuleRequest {
  readonly specifier: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Where it stands, for the error of a missing export. */
  readonly offset: number;
}

export interface ImportBinding {
  readonly local: string;
  /** Index into the requests. */
  readonly request: number;
  /** `*` is the namespace. */
  readonly imported: string;
  readonly start: number;
  readonly end: number;
}

export interface IndirectExport {
  readonly exported: string;
  readonly request: number;
  readonly imported: string;
  readonly start: number;
  readonly end: number;
}

/** What a module's text says of it. Plain data: kept with packages (stored-transforms.ts). */
export interface ModuleShape {
  readonly requests: readonly ModuleRequest[];
  readonly imports: readonly ImportBinding[];
  /** Exported name and local name, in the order of the source. */
  readonly localExports: readonly (readonly [exported: string, local: string])[];
  readonly indirectExports: readonly IndirectExport[];
  /** Requests of `export * from`. */
  readonly starExports: readonly number[];
  readonly hasTopLevelAwait: boolean;
  /** Declarations at the start of the body. */
  readonly hoisted: string;
}

export interface TransformedModule extends Omit<ModuleShape, 'localExports' | 'hoisted'> {
  readonly code: string;
  readonly localExports: ReadonlyMap<string, string>;
  readonly originalColumn: EvaluatedSource['originalColumn'];
}

const nameOf = (node: unknown): string => {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value ?? '';
};

/** `guard`: its loops shall heed signals. */
export function moduleEdits(
  source: string,
  program: Program,
  guard: boolean,
): { shape: ModuleShape; edits: Edits } {
  const edits = new Edits(source);
  const requests: ModuleRequest[] = [];
  const requestIndex = new Map<string, number>();
  const imports: ImportBinding[] = [];
  const indirectExports: IndirectExport[] = [];
  const starExports: number[] = [];
  const localExports = new Map<string, string>();
  const hoisted: string[] = [];
  /** Inserted last: what the references inside an expression insert at its end comes before. */
  const closing: [number, string][] = [];
  const body = program.body as unknown as AnyNode[];
  const code: AnyNode[] = [];

  if (source.startsWith('#!')) edits.replace(0, 2, '//');
  for (const statement of body) {
    if (statement.type === 'ImportDeclaration') collectImport(statement);
  }
  const imported = new Map(imports.map((binding) => [binding.local, binding]));
  for (const statement of body) {
    switch (statement.type) {
      case 'ImportDeclaration':
        edits.remove(statement.start, statement.end, ';');
        break;
      case 'ExportAllDeclaration':
        collectExportAll(statement);
        edits.remove(statement.start, statement.end, ';');
        break;
      case 'ExportNamedDeclaration':
        collectExportNamed(statement);
        break;
      case 'ExportDefaultDeclaration':
        collectExportDefault(statement);
        break;
      default:
        code.push(statement);
    }
  }

  const { hasTopLevelAwait } = rewriteReferences(source, code, edits, {
    imported: new Set(imported.keys()),
    reference: (local) => `${importsObject}.${local}`,
    importMeta: `${moduleObject}.meta`,
    dynamicImport: `${moduleObject}.import`,
    pendingAwait: (offset) => `${moduleObject}.awaiting=${offset}`,
    hoist: (code) => void hoisted.push(code),
  });

  for (const [at, text] of closing) edits.insert(at, text);
  if (guard && mayLoop(source)) {
    const { declarations } = guardLoops(source, program as unknown as AnyNode, edits, 'body');
    hoisted.push(declarations);
  }

  const shape = {
    requests,
    imports,
    localExports: [...localExports],
    indirectExports,
    starExports,
    hasTopLevelAwait,
    hoisted: hoisted.join(''),
  };
  return { shape, edits };

  function request(statement: AnyNode): number {
    const specifier = (statement['source'] as { value: string }).value;
    const attributes = Object.create(null) as Record<string, string>;
    for (const attribute of (statement['attributes'] as AnyNode[] | undefined) ?? []) {
      attributes[nameOf(attribute['key'])] = nameOf(attribute['value']);
    }
    const key = JSON.stringify([specifier, Object.entries(attributes).sort()]);
    const known = requestIndex.get(key);
    if (known !== undefined) return known;
    requests.push({ specifier, attributes, offset: statement.start });
    requestIndex.set(key, requests.length - 1);
    return requests.length - 1;
  }

  function collectImport(statement: AnyNode): void {
    const index = request(statement);
    for (const specifier of statement['specifiers'] as AnyNode[]) {
      const importedNode = specifier['imported'] as AnyNode | undefined;
      const name =
        specifier.type === 'ImportDefaultSpecifier'
          ? 'default'
          : specifier.type === 'ImportNamespaceSpecifier'
            ? '*'
            : nameOf(importedNode);
      const place = importedNode ?? specifier;
      imports.push({
        local: nameOf(specifier['local']),
        request: index,
        imported: name,
        start: place.start,
        end: place.end,
      });
    }
  }

  function collectExportAll(statement: AnyNode): void {
    const index = request(statement);
    if (statement['exported'] === null) {
      starExports.push(index);
      return;
    }
    const { start, end } = statement;
    indirectExports.push({
      exported: nameOf(statement['exported']),
      request: index,
      imported: '*',
      start,
      end,
    });
  }

  function collectExportNamed(statement: AnyNode): void {
    const declaration = statement['declaration'] as AnyNode | null;
    if (declaration !== null) {
      const names = new Set<string>();
      if (declaration.type === 'VariableDeclaration') {
        for (const declarator of declaration['declarations'] as AnyNode[])
          addPatternNames(declarator['id'], names);
      } else {
        addPatternNames(declaration['id'], names);
      }
      for (const name of names) localExports.set(name, name);
      edits.remove(statement.start, declaration.start);
      code.push(declaration);
      return;
    }
    const index = statement['source'] === null ? undefined : request(statement);
    for (const specifier of statement['specifiers'] as AnyNode[]) {
      const local = nameOf(specifier['local']);
      const exported = nameOf(specifier['exported']);
      const { start, end } = specifier['local'] as AnyNode;
      const binding = imported.get(local);
      if (index !== undefined) {
        indirectExports.push({ exported, request: index, imported: local, start, end });
      } else if (binding !== undefined) {
        indirectExports.push({ exported, request: binding.request, imported: binding.imported, start, end });
      } else {
        localExports.set(exported, local);
      }
    }
    edits.remove(statement.start, statement.end, ';');
  }

  function collectExportDefault(statement: AnyNode): void {
    const declaration = statement['declaration'] as AnyNode;
    const isFunctionDeclaration = declaration.type === 'FunctionDeclaration';
    const id = declaration['id'] as AnyNode | null | undefined;
    code.push(declaration);
    if ((isFunctionDeclaration || declaration.type === 'ClassDeclaration') && id) {
      localExports.set('default', nameOf(id));
      edits.remove(statement.start, declaration.start);
      return;
    }
    localExports.set('default', defaultName);
    if (isFunctionDeclaration) {
      // Stays a declaration, since it is hoisted; only its name has to be `default`.
      edits.remove(statement.start, declaration.start);
      const keyword = /^(?:async\s+)?function\s*\*?/.exec(source.slice(declaration.start))?.[0] ?? 'function';
      edits.insert(declaration.start + keyword.length, ` ${defaultName}`);
      hoisted.push(`Object.defineProperty(${defaultName},"name",{value:"default",configurable:true});`);
      return;
    }
    // A property's value takes its key as name, as the expression of `export default` takes "default".
    const keyword =
      /^export(?:\s|\/\*[^]*?\*\/|\/\/.*)*default/.exec(source.slice(statement.start))?.[0] ?? '';
    edits.remove(
      statement.start,
      statement.start + keyword.length,
      `const {default:${defaultName}}={default:`,
    );
    const semicolon = source[statement.end - 1] === ';';
    closing.push([semicolon ? statement.end - 1 : statement.end, semicolon ? '}' : '};']);
  }
}

/** `around`: the text around the factory, where that sees a vm context. */
export function transformedModule(
  shape: ModuleShape,
  edits: Edits,
  around = { prefix: '', suffix: '' },
): TransformedModule {
  const { localExports, hoisted, ...rest } = shape;
  const getters = localExports.map(([exported, local]) => `[${JSON.stringify(exported)}]:()=>${local}`);
  const star = shape.hasTopLevelAwait ? 'async function*' : 'function*';
  const prefix =
    `${around.prefix}(function(${moduleObject}){"use strict";const ${importsObject}=${moduleObject}.imports,${awaitName}=${moduleObject}.await,${guardName}=${moduleObject}.guard;` +
    // In parentheses: V8 compiles it at once then, instead of looking through it first and compiling it when it is called.
    `return(${star} ${bodyName}(){${hoisted}${moduleObject}.define({${getters.join(',')}});yield;`;
  return { ...rest, ...edits.apply(prefix, `\n})})${around.suffix}`), localExports: new Map(localExports) };
}
