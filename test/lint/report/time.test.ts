import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/errors/index.ts';
import { lineTime, moment } from '../../../src/lint/time.ts';
import { isInWindow, timeWindow } from '../../../src/lint/time-window.ts';

const now = Date.parse('2026-11-21T00:00:00Z');
const second = '2026-11-20T12:40:01.000Z';
const exact = '2026-11-20T12:40:01.629Z';

describe('the time of a line', () => {
  it.each([
    ['pino', '{"level":30,"time":1795178401629,"pid":7,"msg":"x"}', exact],
    ['logveil', `{"level":"info","time":"${exact}","msg":"x"}`, exact],
    ['zap', '{"level":"info","ts":1795178401.629,"msg":"x"}', exact],
    ['logstash', `{"@timestamp":"${exact}","message":"x"}`, exact],
    ['Docker', `{"log":"hi\\n","stream":"stdout","time":"2026-11-20T12:40:01.629123456Z"}`, exact],
    ['journald as JSON', '{"MESSAGE":"x","__REALTIME_TIMESTAMP":"1795178401629123"}', exact],
    ['journald export', '__REALTIME_TIMESTAMP=1795178401629123', exact],
    ['a record whose t is no time', `{"t":"checkout-service","time":"${exact}"}`, exact],
    ['an epoch in nanoseconds', '{"ts":"1795178401629123456"}', exact],
    ['logfmt', `level=info ts=${exact} msg=x`, exact],
    ['logfmt with quotes', `level=info time="${exact}" msg=x`, exact],
    ['RFC 5424', `<165>1 ${exact} host app 12 ID47 - x`, exact],
    ['RFC 5424 with an offset', '<165>1 2026-11-20T13:40:01.629+01:00 host app - - - x', exact],
    ['RFC 3164', '<34>Nov 20 12:40:01 host su: x', second],
    ['syslog in a file', 'Nov 20 12:40:01 host sshd[12]: x', second],
    ['nginx access', '203.0.113.7 - jane [20/Nov/2026:13:40:01 +0100] "GET / HTTP/1.1" 200 1', second],
    ['nginx error', '2026/11/20 12:40:01 [error] 12#12: *1 x', second],
    ['Apache error', '[Fri Nov 20 12:40:01.629123 2026] [core:error] [pid 12] x', exact],
    ['klog', 'I1120 12:40:01.629000   12 main.go:7] x', exact],
    ['log4j and logback', '2026-11-20 12:40:01,629 INFO [main] com.acme.A - x', exact],
    ['java.util.logging', 'Nov 20, 2026 12:40:01 PM com.acme.A call', second],
    ['Python', '2026-11-20 12:40:01,629 - acme - INFO - x', exact],
    ['Go', '2026/11/20 12:40:01 main.go:7: x', second],
    ['Postgres', '2026-11-20 12:40:01.629 UTC [12] LOG:  x', exact],
    ['MySQL', '2026-11-20T12:40:01.629123Z 0 [Note] x', exact],
    ['Redis', '12:M 20 Nov 2026 12:40:01.629 * x', exact],
    ['Ruby', 'I, [2026-11-20T12:40:01.629123 #12]  INFO -- : x', exact],
    ['auditd', 'type=SYSCALL msg=audit(1795178401.629:7): x', exact],
    ['containerd', '2026-11-20T12:40:01.629123456Z stdout F {"a":1}', exact],
    ['date', 'Fri Nov 20 12:40:01 UTC 2026 x', second],
  ])('is read in the form of %s', (_, line, expected) => {
    expect(new Date(lineTime(line, now) ?? 0).toISOString()).toBe(expected);
  });

  it.each([
    ['prose', 'the quick brown fox'],
    ['a stack frame', '    at Object.<anonymous> (/srv/app/index.js:10:9)'],
    ['a day that is not in the calendar', '2026-02-30 12:00:00 x'],
    ['an hour past 23', '2026-02-03 25:00:00 x'],
    ['a version', 'v2026.11.20 released'],
    ['an order number', 'order 1795178401629 placed'],
    ['an empty line', ''],
  ])('is not there in %s', (_, line) => {
    expect(lineTime(line, now)).toBeUndefined();
  });

  it('takes the last year in which a date without one is not ahead', () => {
    expect(lineTime('Dec 31 23:59:59 host x', now)).toBe(Date.parse('2025-12-31T23:59:59Z'));
    expect(lineTime('Feb 29 10:00:00 host x', now)).toBe(Date.parse('2024-02-29T10:00:00Z'));
  });

  it('comes back for any moment, in any of three zones', () => {
    const date = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, (written) => {
        const iso = written.toISOString();
        expect(lineTime(`${iso} x`, now)).toBe(written.getTime());
        expect(lineTime(`{"a":1,"time":${written.getTime()}}`, now)).toBe(
          written.getTime() < 1e11 ? undefined : written.getTime(),
        );
        const plusTwo = new Date(written.getTime() + 7_200_000).toISOString().replace('Z', '+02:00');
        expect(lineTime(`[${plusTwo}] x`, now)).toBe(written.getTime());
      }),
    );
  });

  it('is looked for in time that grows with the line only to a bound', () => {
    const line = `{"a":"${'"t":"12345678",'.repeat(200_000)}"}`;
    expect(lineTime(line, now)).toBeUndefined();
  });
});

describe('--since and --until', () => {
  it.each([
    ['an ISO time', '2026-11-20T12:40:01.629Z', exact],
    ['a date', '2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['seconds', '1795178401', second],
    ['milliseconds', '1795178401629', exact],
    ['microseconds', '1795178401629000', exact],
    ['nanoseconds', '1795178401629000000', exact],
    ['the form of nginx', '20/Nov/2026:12:40:01 +0000', second],
    ['a day back', '24h', '2026-11-20T00:00:00.000Z'],
    ['a mixed duration', '1d12h30m', '2026-11-19T11:30:00.000Z'],
    ['weeks', '2w', '2026-11-07T00:00:00.000Z'],
    ['now', 'now', '2026-11-21T00:00:00.000Z'],
  ])('take %s', (_, text, expected) => {
    const problems: Problem[] = [];
    expect(new Date(timeWindow({ since: text }, now, problems).since ?? 0).toISOString()).toBe(expected);
    expect(problems).toEqual([]);
  });

  it.each([
    ['words', { since: 'yesterday' }, 'since must be a time such as'],
    ['a duration without a unit', { until: '24' }, 'until must be a time such as'],
    ['a window without a moment', { since: '1h', until: '2h' }, '--since must be before --until'],
  ])('refuse %s and say what they take', (_, text, message) => {
    const problems: Problem[] = [];
    timeWindow(text, now, problems);
    expect(problems.map((problem) => `${problem.option} ${problem.message}`).join()).toContain(message);
  });

  it('include the first moment, exclude the last, and never hide what has no time', () => {
    const window = { since: 10, until: 20 };
    expect([9, 10, 19, 20, undefined].map((time) => isInWindow(window, time))).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
  });

  it('agree with Date on every ISO text they are given', () => {
    expect(moment('2026-11-20T12:40:01+02:00', now)).toBe(Date.parse('2026-11-20T12:40:01+02:00'));
  });
});
