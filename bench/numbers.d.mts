export interface Section {
  /** Goes into the markers. */
  readonly name: string;
  readonly title: string;
  readonly body: string;
}

export declare function writeSection(file: string, section: Section): void;
export declare function withSection(text: string, section: Section): string;
export declare function markers(name: string): [string, string];
