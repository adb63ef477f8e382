import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  addContext,
  bindContext,
  bindEmitter,
  type ContextFields,
  getContext,
  injectContext,
  resolveInbound,
  runWithContext,
  snapshot,
} from '../../src/context/index.ts';
import { root } from '../docs/markdown.ts';

// What must not compile is marked; the type check of the repository fails when it starts to.
describe('the types of a context', () => {
  it('take any flat field until some are declared', () => {
    expectTypeOf(runWithContext({ correlation_id: 'a', tenant: 'acme', step: 1, isNew: true }, () => 7)).toBeNumber();
    expectTypeOf(getContext()).toEqualTypeOf<ContextFields | undefined>();
    const refuse = (): void => {
      // @ts-expect-error no object
      runWithContext({ user: { id: 1 } }, () => 1);
      // @ts-expect-error an id is text
      runWithContext({ correlation_id: 7 }, () => 1);
      // @ts-expect-error no date
      addContext({ at: new Date() });
      // @ts-expect-error no function
      runWithContext({}, 7);
    };
    expectTypeOf(refuse).toBeFunction();
  });

  it('keep those of what is bound', () => {
    const add = bindContext((a: number, b: string) => `${a}${b}`);
    expectTypeOf(add).parameters.toEqualTypeOf<[number, string]>();
    expectTypeOf(snapshot()((a: number) => a, 1)).toBeNumber();
    expectTypeOf(bindEmitter(process)).toEqualTypeOf(process);
    expectTypeOf(runWithContext({}, () => injectContext({ orderId: 17 }))).toEqualTypeOf<{ orderId: number }>();
    // @ts-expect-error the argument is missing
    expectTypeOf(() => snapshot()((a: number) => a)).toBeFunction();
  });

  it('know whom a trust function is asked about', () => {
    resolveInbound({}, { trust: (peer: string) => peer === '::1' }, '::1');
    // @ts-expect-error another kind of request
    expectTypeOf(() => resolveInbound({}, { trust: (peer: string) => peer === '::1' }, 7)).toBeFunction();
  });
});

describe('declared context fields', () => {
  it('are the only ones that compile, with their types, as the example of the declaration says', {
    timeout: 60_000,
  }, () => {
    const source = readFileSync(join(root, 'src/context/context-fields.ts'), 'utf8');
    const example = /```typescript\n([\s\S]*?)```/.exec(source)?.[1]?.replaceAll(/^ \* ?/gm, '') ?? '';
    expect(example).toContain('interface DeclaredContextFields');
    const refused = [
      'runWithContext({ tenant: 7 }, () => 1);',
      "runWithContext({ tenat: 'acme' }, () => 1);",
      "addContext({ attempt: 'second' });",
      'addContext({ user: 1 });',
      'getContext()?.nobody;',
      'const attempt: string | undefined = getContext()?.attempt;',
      'addContext({ big: { a: 1 } });',
    ];
    const accepted = [
      "runWithContext({ correlation_id: 'a', tenant: undefined }, () => 1);",
      'const tenant: string | undefined = getContext()?.tenant;',
      'runWithContext(resolveInbound({}).fields, () => 1);',
      'runWithContext({ ...extractContext({}), attempt: 3 }, () => 1);',
    ];
    const head = `import { addContext, extractContext, getContext, resolveInbound } from 'logveil/context';
${example}declare module 'logveil/context' { interface DeclaredContextFields { big: object } }\n`;
    const errors = compile(`${head}${[...accepted, ...refused].join('\n')}\n`);
    const first = head.split('\n').length + accepted.length;
    expect(errors).toEqual(refused.map((_, index) => first + index));
  });
});

/** The lines of a module that do not compile; it imports the sources by the package's names. */
function compile(text: string): number[] {
  const directory = mkdtempSync(join(tmpdir(), 'logveil-types-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
    writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
    const paths = { logveil: [join(root, 'src/index.ts')], 'logveil/*': [join(root, 'src/*/index.ts')] };
    const compilerOptions = {
      typeRoots: [join(root, 'node_modules/@types')],
      isolatedDeclarations: false,
      declaration: false,
      paths,
    };
    const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*.ts'] };
    writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
    writeFileSync(join(directory, 'example.ts'), text);
    const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', '.'], {
      cwd: directory,
      encoding: 'utf8',
    });
    return [...stdout.matchAll(/^example\.ts\((\d+),/gm)].map(([, line]) => Number(line));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
