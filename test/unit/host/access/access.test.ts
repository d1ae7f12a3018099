import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { copyEndpoint } from '../../../../src/host/access/copyEndpoint';
import { openInBrowser } from '../../../../src/host/access/openInBrowser';
import { rotateToken } from '../../../../src/host/access/rotateToken';
import { EngineClient } from '../../../../src/host/engineClient';
import { HostLog } from '../../../../src/host/log';
import { Observable } from '../../../../src/host/observable';
import { roles, type Role } from '../../../../src/protocol/role';
import { configWith, FakeThreads } from '../../../support/fakeEngine';
import { fake } from '../../../support/fakeVscode';

const url = 'http://127.0.0.1:9445';
const engine = {
  endpoint: (role: Role) => Promise.resolve({ url, token: `${role}-token` }),
};

beforeEach(() => {
  fake.reset();
});

describe('Open in Browser', () => {
  it('opens the link as the server made it, once', async () => {
    await openInBrowser({ openLink: () => Promise.resolve(`${url}/open?code=a-b_c`) });
    assert.deepEqual([fake.browsed, fake.errors], [[`${url}/open?code=a-b_c`], []]);
  });

  it('says why there is none', async () => {
    await openInBrowser({ openLink: () => Promise.reject(new Error('The server does not listen.')) });
    assert.deepEqual(fake.browsed, []);
    assert.match(fake.errors.join(), /not opened in a browser\. The server does not listen/);
  });
});

describe('Copy Address or Token of the Server', () => {
  const copy = async (...picks: string[]): Promise<string[]> => {
    fake.picks.push(...picks);
    await copyEndpoint(engine);
    return fake.copied;
  };

  it('copies the address, or the token of the role that was chosen, and asks nothing more', async () => {
    assert.deepEqual(await copy('Address'), [url]);
    for (const role of roles) {
      fake.reset();
      assert.deepEqual(await copy(`Token for ${role}`), [`${role}-token`]);
      assert.equal(fake.lists.length, 1);
      assert.ok(!fake.shown.some((text) => text.includes('-token')));
    }
  });

  it('copies both as a request that can be tried', async () => {
    assert.deepEqual(await copy('curl command for viewer'), [
      `curl -H "Authorization: Bearer viewer-token" ${url}/api/metrics/realtime`,
    ]);
  });

  it('says of each role what it may do, the least first', async () => {
    await copy();
    const details = fake.lists[0]!.map(({ label, detail }) => [label, detail]);
    assert.equal(details.length, 1 + 2 * roles.length);
    assert.match(String(details[1]), /viewer.*look/);
    assert.match(String(details.at(-1)), /admin.*delete/);
    assert.deepEqual(fake.copied, []);
  });

  it('says why there is nothing to copy', async () => {
    fake.picks.push('Address');
    await copyEndpoint({ endpoint: () => Promise.reject(new Error('The server does not listen.')) });
    assert.deepEqual([fake.copied, fake.errors], [[], ['Nothing was copied. The server does not listen.']]);
    fake.refusesClipboard = true;
    await copy('Address');
    assert.match(fake.errors[1]!, /Nothing was copied\. Document is not focused/);
  });
});

describe('Change the Token of the Server', () => {
  it('asks first, and tells what it means', async () => {
    let changes = 0;
    const changing = {
      rotateToken: (): Promise<void> => {
        changes++;
        return Promise.resolve();
      },
    };
    await rotateToken(changing);
    assert.equal(changes, 0);
    assert.match(fake.modals[0]!, /disconnected/);
    fake.answer = 'Change Token';
    await rotateToken(changing);
    assert.equal(changes, 1);
    assert.match(fake.informations[0]!, /old one opens nothing/);
  });

  it('leads on to copying the new one', async () => {
    fake.answer = 'Change Token';
    fake.presses.push('Copy Address or Token…');
    await rotateToken({ rotateToken: () => Promise.resolve() });
    assert.deepEqual(fake.executed, [['wirthforge.copyEndpoint']]);
  });

  it('says why the old one still holds', async () => {
    fake.answer = 'Change Token';
    await rotateToken({ rotateToken: () => Promise.reject(new Error('The token was not changed.')) });
    assert.deepEqual([fake.errors, fake.informations], [['The token was not changed.'], []]);
  });
});

describe('What is asked of the server through the engine', () => {
  const start = (): { client: EngineClient; threads: FakeThreads } => {
    const threads = new FakeThreads();
    const config = new Observable(configWith());
    const client = new EngineClient({
      spawn: threads.spawn,
      dataDir: '/data',
      version: '1',
      config,
      log: new HostLog(),
    });
    client.start();
    return { client, threads };
  };

  it('is answered by its number, in whatever order', async () => {
    const { client, threads } = start();
    const asked = [client.openLink(), client.endpoint('operator'), client.rotateToken()] as const;
    const { newest } = threads;
    const [link, endpoint, rotation] = [
      newest.toldOf('openLink')[0]!,
      newest.toldOf('endpoint')[0]!,
      newest.toldOf('rotateToken')[0]!,
    ];
    assert.equal(endpoint.role, 'operator');
    newest.says({ type: 'tokenRotated', question: rotation.question });
    newest.says({ type: 'endpoint', question: endpoint.question, url, token: 't' });
    newest.says({ type: 'link', question: link.question, url: `${url}/open?code=c` });
    assert.deepEqual(await Promise.all(asked), [`${url}/open?code=c`, { url, token: 't' }, undefined]);
  });

  it('fails with the reason of the engine, or with its loss', async () => {
    const { client, threads } = start();
    const refused = client.openLink();
    const lost = client.rotateToken();
    const { newest } = threads;
    newest.says({
      type: 'noEntrance',
      question: newest.toldOf('openLink')[0]!.question,
      reason: 'It does not listen.',
    });
    await assert.rejects(refused, /It does not listen/);
    newest.crashes('out of memory');
    await assert.rejects(lost, /stopped unexpectedly \(out of memory\)/);
    await assert.rejects(client.endpoint('viewer'), /engine does not run/);
    await client.stop();
  });
});
