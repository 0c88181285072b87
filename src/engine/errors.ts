import type { EngineError, ErrorCategory } from './host.ts';

/** An error that the user can fix. Any other exception that leaves the engine is a bug. */
export class UserError extends Error {
  readonly category: ErrorCategory;

  constructor(message: string, category: ErrorCategory = 'config') {
    super(message);
    this.name = 'UserError';
    this.category = category;
  }

  static toEngineError(thrown: unknown): EngineError {
    if (thrown instanceof UserError) {
      return { category: thrown.category, source: 'downstream', status: 400, message: thrown.message };
    }
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return {
      category: 'plugin',
      source: 'plugin',
      status: 500,
      message: `The query engine failed: ${reason}. This is a bug of the plugin; please report it with the query's JSON.`,
    };
  }
}
