import { describe, expect, it } from 'vitest';
import { runWithContext } from '../../src/context/index.ts';
import { createTestLogger } from '../../src/testing/index.ts';
import { password } from '../support/fake-values.ts';

describe('createTestLogger', () => {
  it('keeps what a real logger writes, at every level', () => {
    const { logger, records, lines, problems } = createTestLogger({ service: 'checkout' });
    logger.trace('starting');
    logger.child({ orderId: 17 }).info({ password }, 'order placed');
    expect(records.map(({ level, msg }) => [level, msg])).toEqual([
      ['trace', 'starting'],
      ['info', 'order placed'],
    ]);
    expect(records[1]).toMatchObject({ service_name: 'checkout', orderId: 17, password: '[REDACTED:password]' });
    expect(lines[1]).not.toContain(password);
    expect(problems).toEqual([]);
  });

  it('finds records by level, message, fields and what was hidden in them', () => {
    const { logger, find, one } = createTestLogger();
    logger.info({ orderId: 17, items: [1, 2] }, 'order placed');
    logger.warn({ password }, 'weak password of %s', 'jane');
    expect(find()).toHaveLength(2);
    expect(find({ level: 'warn' })).toHaveLength(1);
    expect(one({ msg: 'order placed' })['orderId']).toBe(17);
    expect(one({ msg: /weak .* of jane/g })).toBe(one({ hidden: 'password' }));
    expect(one({ fields: { items: [1, 2] } })).toBe(one({ level: 'info', fields: { orderId: 17 } }));
    expect(find({ fields: { orderId: '17' } })).toEqual([]);
  });

  it('says what there is when the one record that is meant is not', () => {
    const { logger, one } = createTestLogger();
    expect(() => one({ msg: 'x' })).toThrow('expected one record, found no record (nothing was logged)');
    logger.info('first');
    logger.info('second');
    expect(() => one({ msg: 'third' })).toThrow('found no record among 2:\n  info: first\n  info: second');
    expect(() => one({ level: 'info' })).toThrow('found 2 records');
  });

  it('forgets', () => {
    const { logger, records, lines, clear } = createTestLogger();
    logger.info('first');
    clear();
    logger.info('second');
    expect(records.map(({ msg }) => msg)).toEqual(['second']);
    expect(lines).toHaveLength(1);
  });

  it('has the ids of the context, and the keys of the options', () => {
    const { logger, one } = createTestLogger({ messageKey: 'message', base: { region: 'eu' } });
    runWithContext({ correlation_id: 'test-1' }, () => logger.info('inside'));
    expect(one({ msg: 'inside' })).toMatchObject({ message: 'inside', correlation_id: 'test-1', region: 'eu' });
  });

  it('keeps what goes wrong inside logging, too', () => {
    const { logger, problems } = createTestLogger({
      serializers: {
        order: () => {
          throw new Error('no order');
        },
      },
    });
    logger.info({ order: { id: 17 } }, 'order placed');
    expect(problems.map(({ code }) => code)).toEqual(['LOGVEIL_HOOK_FAILED']);
  });

  it('refuses what createLogger refuses', () => {
    expect(() => createTestLogger({ servce: 'x' } as object)).toThrow('did you mean "service"');
  });
});
