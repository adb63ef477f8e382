/** Why the spool cannot be written, and who is told of it: a moment later, and only what lasts until then. */
export class Trouble {
  private current: string | undefined;
  private told: string | undefined;
  private readonly tell: (errorCode: string | undefined) => void;

  constructor(tell: (errorCode: string | undefined) => void) {
    this.tell = tell;
  }

  /** The system's code, such as `ENOSPC`. */
  get code(): string | undefined {
    return this.current;
  }

  note(error: unknown): void {
    this.set(error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN');
  }

  clear(): void {
    this.set(undefined);
  }

  private set(code: string | undefined): void {
    if (this.current === code) return;
    this.current = code;
    setImmediate(() => {
      if (this.told === this.current) return;
      this.told = this.current;
      this.tell(this.current);
    });
  }
}
