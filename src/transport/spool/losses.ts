import type { SpoolLoss, WriterDrop } from './writer-options.ts';

/** Gathers losses and tells them a moment later, together: never from within a log call. */
export class LossTeller {
  private readonly tell: (loss: SpoolLoss) => void;
  private readonly gathered = new Map<WriterDrop, SpoolLoss>();

  constructor(tell: (loss: SpoolLoss) => void) {
    this.tell = tell;
  }

  add(loss: SpoolLoss): void {
    if (loss.lines === 0) return;
    if (this.gathered.size === 0) setImmediate(() => this.flush());
    const before = this.gathered.get(loss.reason);
    this.gathered.set(loss.reason, before === undefined ? loss : joined(before, loss));
  }

  flush(): void {
    const losses = [...this.gathered.values()];
    this.gathered.clear();
    for (const loss of losses) this.tell(loss);
  }
}

/** Two losses for the same reason as one. */
function joined(first: SpoolLoss, second: SpoolLoss): SpoolLoss {
  return {
    reason: first.reason,
    lines: first.lines + second.lines,
    fromMs: Math.min(first.fromMs, second.fromMs),
    toMs: Math.max(first.toMs, second.toMs),
  };
}
