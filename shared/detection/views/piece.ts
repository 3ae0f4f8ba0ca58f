/** A piece of a text and what it is decoded; an empty `decoded` cuts it out. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly decoded: string;
}
