import { expect, it } from 'vitest';
import { withOwnTarballs } from './registry-answers.ts';

it('tarballs are where the registry was asked, whatever its own address and path', () => {
  const answer = {
    versions: {
      1: { dist: { tarball: 'https://upstream.test/mirror/npm/is-odd/-/is-odd-1.0.0.tgz', shasum: 'x' } },
      2: { dist: { tarball: 'https://upstream.test/@s/pkg/-/pkg-2.0.0.tgz' } },
      3: { dist: { tarball: 'http://upstream.test/@s%2fpkg/-/pkg-3.0.0.tgz' } },
    },
    homepage: 'https://upstream.test/is-odd/-/readme',
  };
  for (const indent of [undefined, 2])
    expect(JSON.parse(withOwnTarballs(JSON.stringify(answer, null, indent)))).toEqual({
      versions: {
        1: { dist: { tarball: 'http://registry.holdfast.internal/is-odd/-/is-odd-1.0.0.tgz', shasum: 'x' } },
        2: { dist: { tarball: 'http://registry.holdfast.internal/@s/pkg/-/pkg-2.0.0.tgz' } },
        3: { dist: { tarball: 'http://registry.holdfast.internal/@s%2fpkg/-/pkg-3.0.0.tgz' } },
      },
      homepage: 'https://upstream.test/is-odd/-/readme',
    });
});
