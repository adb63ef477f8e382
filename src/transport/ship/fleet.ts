import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Claim, claimFolder } from '../spool/claim.ts';
import { Lane, type LaneReports } from '../spool/lane.ts';
import { isWriterFolder, ownerFile } from '../spool/names.ts';
import { type Holder, HolderWatch, readHolder } from '../spool/owner.ts';

/** Whose folders a shipper takes. */
export interface FleetSettings {
  readonly directory: string;
  /** The shipper's own claim; `target` decides which dead writers' folders it takes. */
  readonly holder: Holder;
  /** Id of the writer that belongs to this shipper; undefined for `logveil ship`. */
  readonly writer: string | undefined;
  /** After this time without a sign of life a holder in another container counts as dead. */
  readonly staleAfterMs: number;
  /** Bytes of all segments of dead writers; the oldest go first. */
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  readonly monotonic: () => number;
  readonly now: () => number;
}

/** What a fleet tells. */
export interface FleetReports extends LaneReports {
  readonly onDropped: (reason: 'dropped_spool_full' | 'dropped_too_old', lines: number, touchedMs: number) => void;
}

interface Ship {
  readonly lane: Lane;
  readonly claim: Claim;
  isSealed: boolean;
}

/** The folders of a spool directory that this shipper holds. */
export class Fleet {
  private readonly settings: FleetSettings;
  private readonly reports: FleetReports;
  private readonly watch: HolderWatch;
  private readonly ships = new Map<string, Ship>();
  /** Folders of dead writers that are meant for another destination. */
  stranded = 0;

  constructor(settings: FleetSettings, reports: FleetReports) {
    this.settings = settings;
    this.reports = reports;
    this.watch = new HolderWatch(settings.monotonic, settings.staleAfterMs);
  }

  get lanes(): Lane[] {
    return [...this.ships.values()].map(({ lane }) => lane);
  }

  /** The lane of the own writer. */
  get ownLane(): Lane | undefined {
    const { writer } = this.settings;
    return writer === undefined ? undefined : this.ships.get(`w-${writer}`)?.lane;
  }

  /** Looks for folders to take, renews what is held and clears away what is done. Never throws. */
  tend(): void {
    this.stranded = 0;
    const names = foldersIn(this.settings.directory);
    for (const name of names) if (!this.ships.has(name)) this.consider(name);
    for (const [name, ship] of this.ships) {
      if (!names.includes(name) || !ship.claim.isHeld()) this.forget(name, ship);
      else this.look(name, ship);
    }
    this.makeRoom();
  }

  /** Reads ahead in all lanes. */
  fill(batchBytes: number): void {
    // Many dead writers share what one may read ahead, so that memory stays bounded.
    const each = Math.max(minReadAhead, Math.min(batchBytes, maxReadAhead / Math.max(1, this.ships.size)));
    for (const { lane, isSealed } of this.ships.values()) lane.fill(each, isSealed);
  }

  /** Gives everything up. Entries that are not committed stay for the next shipper. */
  close(): void {
    for (const [name, ship] of this.ships) this.forget(name, ship, true);
  }

  private consider(name: string): void {
    const folder = join(this.settings.directory, name);
    const owner = readHolder(join(folder, ownerFile));
    if (!this.mayTake(folder, owner)) return;
    const claim = claimFolder(folder, this.settings.holder, this.watch);
    if (claim !== undefined) this.ships.set(name, { claim, lane: new Lane(folder, this.reports), isSealed: false });
  }

  private mayTake(folder: string, owner: Holder | undefined): boolean {
    const { holder, writer } = this.settings;
    if (writer !== undefined && owner?.token === writer) return true;
    const isDead = this.watch.isDead(join(folder, ownerFile), owner);
    if (writer === undefined) return isSameKind(owner, holder) && (isDead || owner?.shippedBy === 'other');
    if (!isDead) return false;
    if (owner?.target === holder.target) return true;
    this.stranded++;
    return false;
  }

  private look(name: string, ship: Ship): void {
    ship.claim.renew();
    const path = join(ship.lane.folder, ownerFile);
    const owner = readHolder(path);
    ship.isSealed = this.watch.isDead(path, owner);
    const isOwn = this.settings.writer !== undefined && owner?.token === this.settings.writer;
    if (!ship.isSealed || isOwn || !ship.lane.isDone()) return;
    this.ships.delete(name);
    ship.lane.removeFolder();
  }

  private forget(name: string, { lane, claim }: Ship, isRelease = false): void {
    lane.close();
    if (isRelease) claim.release();
    this.ships.delete(name);
  }

  /** Living writers keep to their own bound; what dead ones left behind is bounded here. */
  private makeRoom(): void {
    const segments = [...this.ships.values()]
      .filter(({ isSealed }) => isSealed)
      .flatMap(({ lane }) => lane.backlog().map((segment) => ({ lane, ...segment })))
      .sort((a, b) => a.touchedMs - b.touchedMs);
    let bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
    const oldest = this.settings.now() - this.settings.maxAgeMs;
    for (const { lane, sequence, touchedMs, bytes: size } of segments) {
      const isOld = touchedMs < oldest;
      if (!isOld && bytes <= this.settings.maxBytes) return;
      const lines = lane.drop(sequence);
      if (lines === 0) continue;
      bytes -= size;
      this.reports.onDropped(isOld ? 'dropped_too_old' : 'dropped_spool_full', lines, touchedMs);
    }
  }
}

/** Lines meant for another kind of endpoint are not readable for this one. An owner that is gone is given the benefit. */
function isSameKind(owner: Holder | undefined, holder: Holder): boolean {
  return owner === undefined || owner.target.split(' ')[0] === holder.target.split(' ')[0];
}

const maxReadAhead = 8 << 20;
const minReadAhead = 64 << 10;

function foldersIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter(isWriterFolder);
  } catch {
    return [];
  }
}
