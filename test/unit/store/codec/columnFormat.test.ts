import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ByteReader } from '../../../../src/engine/store/codec/byteReader';
import { ByteWriter } from '../../../../src/engine/store/codec/byteWriter';
import { decodeColumn, encodeColumn } from '../../../../src/engine/store/codec/column';

/** Columns as bytes that are in people's files: a change that no longer reads one of them loses what they recorded. */
const stored: readonly { readonly name: string; readonly decimals: number; readonly values: number[]; hex: string }[] =
  [
    { name: 'nothing', decimals: 1, values: [NaN, NaN], hex: '00' },
    { name: 'a value that stands still', decimals: 1, values: [2.5, 2.5], hex: '1132' },
    { name: 'a gap', decimals: 0, values: [1, NaN, NaN, 3], hex: '060102010602020002' },
    { name: 'steps of 4 KiB', decimals: 0, values: [8192, 12_288, 4096], hex: '02068080018020000203' },
    { name: 'an infinity', decimals: 1, values: [0.5, Infinity], hex: '0a3f40e010000000000000000000000000' },
    {
      name: 'bytes with a few larger integers',
      decimals: 0,
      values: Array.from({ length: 50 }, (_, i) => (i % 5 === 0 ? 1000 + i : i % 3)),
      hex:
        '0288d00fcf0fff01020001ff00010200ff02000102ff01020001ff00010200ff02000102ff01020001ff00010200ff02000102ff01020001' +
        'e905ee05f305f805fd05820687068c0691069606',
    },
    {
      name: 'planes',
      decimals: 0,
      values: Array.from({ length: 49 }, (_, i) => ((i * i * i * 977) % 100_003) * 1009),
      hex:
        '023400f10700d1880b406a121ed1b4ad5c9046aaff8814a012966fe0150b9147137ecb834640b42b458be390be0d068feb0057d61d580003' +
        '1e67f4562b89002f2c0158b53b7b06867d043dba0a5316fe1674b56a3113342482563e5120ce66843f285767707db00000000000000000000' +
        '0010001000101000101000000000100000100000001000000010101010000000001010000010000',
    },
  ];

describe('the bytes of a column', () => {
  for (const { name, decimals, values, hex } of stored)
    it(`stay what they are: ${name}`, () => {
      const bytes = Buffer.from(hex, 'hex');
      assert.deepEqual([...decodeColumn(new ByteReader(bytes), values.length)], values);
      const writer = new ByteWriter();
      encodeColumn(writer, Float64Array.from(values), decimals);
      assert.equal(Buffer.from(writer.take()).toString('hex'), hex);
    });
});
