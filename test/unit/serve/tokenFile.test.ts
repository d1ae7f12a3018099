import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { keepToken, loadToken } from '../../../src/engine/serve/tokenFile';

const isWindows = process.platform === 'win32';
const folders: string[] = [];
let file = '';
let said: string[] = [];
const log = (_level: string, message: string): void => {
  said.push(message);
};

beforeEach(async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-token-'));
  folders.push(folder);
  file = path.join(folder, 'token');
  said = [];
});

after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function modeOf(name: string): Promise<number> {
  return (await stat(name)).mode & 0o777;
}

describe('token file', () => {
  it('is made with 32 random bytes that only the owner can read, and kept', async () => {
    const token = await loadToken(file, log);
    assert.equal(Buffer.from(token, 'base64url').length, 32);
    assert.equal(await readFile(file, 'utf8'), `${token}\n`);
    if (!isWindows) assert.equal(await modeOf(file), 0o600);
    assert.equal(await loadToken(file, log), token);
    assert.deepEqual(said, []);
  });

  it('leaves no other token beside it, such as that of a writer that was killed', async () => {
    const others = ['token.0123456789ab.tmp', 'tokens.txt', 'token.bak'].map((name) =>
      path.join(path.dirname(file), name),
    );
    for (const other of others) await writeFile(other, 'x');
    await loadToken(file, log);
    assert.deepEqual((await readdir(path.dirname(file))).sort(), ['token', 'token.bak', 'tokens.txt']);
  });

  it('tells the token that another engine has put there, and nothing that is none', async () => {
    const [before, other] = [await loadToken(file, log), 'B'.repeat(43)];
    await writeFile(file, `${other}\n`);
    assert.deepEqual(await keepToken(file, before), { secret: other, wasGone: false });
    await writeFile(file, 'half of a tok');
    assert.deepEqual(await keepToken(file, before), { secret: before, wasGone: false });
    await rm(file);
    assert.deepEqual(await keepToken(file, before), { secret: before, wasGone: true });
    assert.equal(await loadToken(file, log), before);
  });

  it('holds the same token for two that make it at once', async () => {
    const tokens = await Promise.all([loadToken(file, log), loadToken(file, log), loadToken(file, log)]);
    assert.deepEqual(tokens, Array(3).fill((await readFile(file, 'utf8')).trim()));
  });

  if (!isWindows)
    for (const mode of [0o644, 0o640, 0o606, 0o620])
      it(`is replaced when others had mode ${mode.toString(8)} on it, and this is said`, async () => {
        const before = await loadToken(file, log);
        await chmod(file, mode);
        const token = await loadToken(file, log);
        assert.notEqual(token, before);
        assert.equal(await modeOf(file), 0o600);
        assert.equal(said.length, 1);
        assert.match(said[0]!, /other users/);
      });

  for (const content of ['', 'short', 'a'.repeat(42), 'a'.repeat(44), `${'a'.repeat(42)}!`, 'a'.repeat(100_000)])
    it(`is replaced when it holds ${content.length} characters that are no token`, async () => {
      await writeFile(file, content, { mode: 0o600 });
      const token = await loadToken(file, log);
      assert.equal((await readFile(file, 'utf8')).trim(), token);
      assert.match(said.join(), /did not hold a token/);
    });

  it('waits for one who has made the file and not written it yet', async () => {
    await writeFile(file, '', { mode: 0o600 });
    const theirs = 'b'.repeat(43);
    const [token] = await Promise.all([loadToken(file, log), writeFile(file, theirs)]);
    assert.equal(token, theirs);
  });

  if (!isWindows)
    it('is refused when it is a link', async () => {
      await writeFile(`${file}.real`, 'c'.repeat(43), { mode: 0o600 });
      await symlink(`${file}.real`, file);
      await assert.rejects(loadToken(file, log), /it is a link\. Remove it/);
    });

  it('is refused when it is a folder', async () => {
    await mkdir(file);
    await assert.rejects(loadToken(file, log), /cannot be used/);
  });

  it('cannot be made in a folder that is not there, and says so', async () => {
    await assert.rejects(loadToken(path.join(file, 'token'), log), /cannot be used/);
  });
});
