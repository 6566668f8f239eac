import { describe, expect, it } from 'vitest';
import { registryConfig } from './registry-config.ts';

function configure(settings: Readonly<Record<string, string>>) {
  return registryConfig((key) => settings[key], 'http://ide.test/registry/', Object.keys(settings));
}

describe('the registry of a package', () => {
  it('is the proxy of the IDE, the one that is set, or that of its scope', () => {
    expect(configure({}).base('a')).toBe('http://ide.test/registry/');
    const set = configure({ registry: 'http://r.test/npm', '@s:registry': 'http://s.test/' });
    expect([set.base('a'), set.base('@t/a'), set.base('@s/a')]).toEqual([
      'http://r.test/npm/',
      'http://r.test/npm/',
      'http://s.test/',
    ]);
  });

  it('is the proxy too where a program was told of it by its name in the machine', () => {
    expect(configure({ registry: 'http://registry.holdfast.internal' }).base('a')).toBe(
      'http://ide.test/registry/',
    );
  });

  it('gives the tarballs of a lockfile, wherever they were recorded', () => {
    const config = configure({ '@s:registry': 'http://s.test/' });
    expect(config.tarballUrl('a', 'https://other.test/npm/a/-/a-1.0.0.tgz')).toBe(
      'http://ide.test/registry/a/-/a-1.0.0.tgz',
    );
    expect(config.tarballUrl('@s/a', 'https://other.test/@s%2fa/-/a-1.0.0.tgz')).toBe(
      'http://s.test/@s%2fa/-/a-1.0.0.tgz',
    );
    const elsewhere = 'https://files.test/a.tgz';
    expect(config.tarballUrl('a', elsewhere)).toBe(elsewhere);
    const never = configure({ 'replace-registry-host': 'never' });
    expect(never.tarballUrl('a', 'https://o.test/a/-/a.tgz')).toBe('https://o.test/a/-/a.tgz');
  });

  it('gets its credentials, and no other does', () => {
    const config = configure({ '//r.test/npm/:_authToken': 'secret', '//basic.test/:_auth': 'dTpw' });
    expect(config.headers('https://r.test/npm/a')).toEqual({ authorization: 'Bearer secret' });
    expect(config.headers('https://basic.test/a')).toEqual({ authorization: 'Basic dTpw' });
    expect(config.headers('https://r.test/other')).toEqual({});
  });
});
