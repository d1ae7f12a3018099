import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Gate } from '../../../../src/engine/serve/access/gate';
import { Tokens } from '../../../../src/engine/serve/access/tokens';
import { Refusal } from '../../../../src/engine/serve/refusal';
import { roles, suffices, type Role } from '../../../../src/protocol/role';

const secret = 'A'.repeat(43);

class Time {
  ms = 1000;
}

const gateAt = (time: Time, scheme: 'http' | 'https' = 'http', port = 9445): Gate =>
  new Gate({ secret, scheme, port: () => port, now: () => time.ms, time: () => time.ms, upMs: () => Infinity });

const asked = (headers: Record<string, string>, method = 'GET'): IncomingMessage =>
  ({ method, headers: { host: '127.0.0.1:9445', ...headers } }) as unknown as IncomingMessage;

const refusedWith =
  (status: number, code: string) =>
  (error: unknown): boolean =>
    error instanceof Refusal && error.status === status && error.code === code;

const codeIn = (link: string): string => new URL(link).searchParams.get('code') ?? '';
const cookieIn = (setCookie: string): string => setCookie.slice(0, setCookie.indexOf(';'));

describe('a token', () => {
  const gate = gateAt(new Time());

  for (const authorization of [`Bearer ${secret}`, `bearer ${secret}`, `BEARER  ${secret} `])
    it(`is taken from ${JSON.stringify(authorization.slice(0, 12))}…`, () => {
      gate.require(asked({ authorization }), 'admin');
    });

  const wrong = [
    '',
    secret,
    'Bearer',
    'Bearer ',
    `Bearer ${secret.slice(1)}`,
    `Bearer ${secret}A`,
    `Bearer ${secret.toLowerCase()}`,
    `Basic ${secret}`,
    `Bearer ${secret} ${secret}`,
    `Bearer ${secret}, Bearer ${secret}`,
    `Bearer viewer.${secret}`,
    'Bearer viewer.',
    `Bearer ${'x'.repeat(16_000)}`,
  ];
  for (const authorization of wrong)
    it(`is refused as ${JSON.stringify(authorization.slice(0, 40))}`, () => {
      assert.throws(
        () => {
          gate.require(asked({ authorization }), 'viewer');
        },
        (error) =>
          refusedWith(401, 'unauthorized')(error) && (error as Refusal).headers['WWW-Authenticate'] === 'Bearer',
      );
    });

  it('opens what its role may do and nothing more', () => {
    for (const has of roles)
      for (const needed of roles) {
        const use = (): void => {
          gate.require(asked({ authorization: `Bearer ${gate.tokenOf(has)}` }, 'POST'), needed);
        };
        if (suffices(has, needed)) use();
        else assert.throws(use, refusedWith(403, 'role_too_low'), `${has} for ${needed}`);
      }
  });

  it('of a lesser role is made of the secret and does not show it', () => {
    assert.match(gate.tokenOf('viewer'), /^viewer\.[A-Za-z0-9_-]{43}$/);
    assert.match(gate.tokenOf('operator'), /^operator\.[A-Za-z0-9_-]{43}$/);
    assert.equal(new Set(roles.map((role) => gate.tokenOf(role).split('.').at(-1))).size, 3);
    assert.equal(gate.tokenOf('admin'), secret);
  });

  it('changes for every role with the secret', () => {
    const before = roles.map((role) => gate.tokenOf(role));
    const changed = gateAt(new Time());
    changed.replace('B'.repeat(43));
    for (const token of before)
      assert.throws(
        () => {
          changed.require(asked({ authorization: `Bearer ${token}` }), 'viewer');
        },
        refusedWith(401, 'unauthorized'),
      );
  });

  it('that is no token of ours has no role, whatever it is', () => {
    const tokens = new Tokens(secret);
    const ours = new Set(roles.map((role) => tokens.of(role)));
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (given) => {
        assert.equal(tokens.roleOf(given) !== undefined, ours.has(given));
      }),
    );
  });
});

describe('a one-time link', () => {
  it('has 128 bits of chance, and opens once', () => {
    const gate = gateAt(new Time());
    const code = codeIn(gate.linkAt('http://127.0.0.1:9445'));
    assert.equal(Buffer.from(code, 'base64url').length, 16);
    gate.redeem(code);
    assert.throws(() => gate.redeem(code), refusedWith(401, 'link_expired'));
  });

  it('opens nothing 60 s later', () => {
    const time = new Time();
    const gate = gateAt(time);
    const [young, old] = [0, 1].map(() => codeIn(gate.linkAt('http://localhost:1')));
    time.ms += 59_999;
    gate.redeem(young);
    time.ms += 1;
    assert.throws(() => gate.redeem(old), refusedWith(401, 'link_expired'));
  });

  it('opens nothing when it was never given, or when the token has changed', () => {
    const gate = gateAt(new Time());
    for (const code of ['', 'x', 'A'.repeat(22), secret])
      assert.throws(() => gate.redeem(code), refusedWith(401, 'link_expired'));
    assert.throws(() => gate.redeem(undefined), refusedWith(400, 'bad_request'));
    const code = codeIn(gate.linkAt('http://localhost:1'));
    gate.replace('B'.repeat(43));
    assert.throws(() => gate.redeem(code), refusedWith(401, 'link_expired'));
  });

  it('beyond the 16 newest is forgotten', () => {
    const gate = gateAt(new Time());
    const codes = Array.from({ length: 20 }, () => codeIn(gate.linkAt('http://localhost:1')));
    const opened = codes.filter((code) => {
      try {
        return gate.redeem(code) !== '';
      } catch {
        return false;
      }
    });
    assert.deepEqual(opened, codes.slice(4));
  });
});

describe('a session', () => {
  const begun = (gate: Gate): string => gate.redeem(codeIn(gate.linkAt('http://127.0.0.1:9445')));
  const own = { origin: 'http://127.0.0.1:9445' };

  it('is a cookie that scripts and other sites do not get, named for the port, and secure where the server is', () => {
    assert.match(
      begun(gateAt(new Time())),
      /^wirthforge-9445=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    );
    assert.match(begun(gateAt(new Time(), 'https')), /; Secure$/);
  });

  it('is an operator for 12 h', () => {
    const time = new Time();
    const gate = gateAt(time);
    const cookie = cookieIn(begun(gate));
    const use = (needed: Role) => () => {
      gate.require(asked({ cookie, ...own }, 'POST'), needed);
    };
    use('operator')();
    assert.throws(use('admin'), refusedWith(403, 'role_too_low'));
    time.ms += 12 * 3_600_000 - 1;
    use('operator')();
    time.ms += 1;
    assert.throws(use('viewer'), refusedWith(401, 'unauthorized'));
  });

  it('ends when the token changes', () => {
    const gate = gateAt(new Time());
    const cookie = cookieIn(begun(gate));
    gate.replace('B'.repeat(43));
    assert.throws(
      () => {
        gate.require(asked({ cookie }), 'viewer');
      },
      refusedWith(401, 'unauthorized'),
    );
  });

  it('does nothing but read for pages that are not its own', () => {
    const gate = gateAt(new Time());
    const cookie = cookieIn(begun(gate));
    gate.require(asked({ cookie }), 'viewer');
    gate.require(asked({ cookie }, 'HEAD'), 'viewer');
    const foreign = [{}, { origin: 'http://127.0.0.1:3000' }, { origin: 'null' }, { origin: 'https://127.0.0.1:9445' }];
    for (const origin of foreign)
      for (const [method, upgrade] of [['POST'], ['PUT'], ['DELETE'], ['GET', 'websocket']] as const)
        assert.throws(
          () => {
            gate.require(asked({ cookie, ...origin, ...(upgrade ? { upgrade } : {}) }, method), 'viewer');
          },
          refusedWith(403, 'forbidden_origin'),
          `${method} from ${JSON.stringify(origin)}`,
        );
    gate.require(asked({ cookie, ...own, upgrade: 'websocket' }), 'viewer');
  });

  it('of another server or port opens nothing, and does not lock out the right one', () => {
    const [ours, theirs] = [gateAt(new Time()), gateAt(new Time(), 'http', 9446)];
    const [cookie, other] = [cookieIn(begun(ours)), cookieIn(begun(theirs))];
    const renamed = other.replace('9446', '9445');
    for (const sent of [other, renamed, `${renamed}; ${other}`])
      assert.throws(
        () => {
          ours.require(asked({ cookie: sent }), 'viewer');
        },
        refusedWith(401, 'unauthorized'),
      );
    ours.require(asked({ cookie: `a=b; ${renamed}; ${other};; ${cookie}; x` }), 'viewer');
  });

  it('is not looked at beside a token, which says more clearly who asks', () => {
    const gate = gateAt(new Time());
    const cookie = cookieIn(begun(gate));
    assert.throws(
      () => {
        gate.require(asked({ cookie, authorization: 'Bearer wrong' }), 'viewer');
      },
      refusedWith(401, 'unauthorized'),
    );
  });

  it('is not found in whatever else a cookie may hold', () => {
    const gate = gateAt(new Time());
    begun(gate);
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (noise) => {
        for (const cookie of [noise, `wirthforge-9445=${noise}`])
          assert.throws(() => {
            gate.require(asked({ cookie }), 'viewer');
          }, Refusal);
      }),
    );
  });
});
