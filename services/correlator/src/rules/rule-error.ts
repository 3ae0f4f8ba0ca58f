/** What is wrong with a rule, and exactly where. */
export interface RuleError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Dotted path inside the document, such as correlation.timespan. */
  readonly pointer: string;
  readonly message: string;
}

export function describeRuleError(error: RuleError): string {
  const where = `${error.file}:${error.line}:${error.column}`;
  return error.pointer === '' ? `${where} ${error.message}` : `${where} ${error.pointer} ${error.message}`;
}
