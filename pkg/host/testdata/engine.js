// A stand-in for the engine: the query says what to do.
const columns = {
  table: [{ name: 'n', role: 'field' }, { name: 'v', role: 'field' }, { name: 's', role: 'field' }],
  'numeric-long': [{ name: 'n', role: 'skip' }, { name: 'v', role: 'value' }, { name: 's', role: 'label' }],
};
const plan = (query, extra) => ({
  statement: { sql: query.sql, params: {}, settings: query.settings || {} },
  frame: { type: query.type || 'table', columns: columns[query.type || 'table'] },
  limits: Object.assign({ rows: 1e6, bytes: 1 << 28, series: 100, onExceeded: 'notice' }, query.limits),
  notices: [],
  meta: extra,
  unseen: query.unseen,
});
globalThis.handle = (text) => {
  const call = JSON.parse(text);
  const answer = () => {
    switch (call.op) {
      case 'query':
        if (call.query.refuse) return { error: { category: 'query', source: 'downstream', status: 400, message: 'refused' } };
        if (call.query.crash) throw new Error('crash');
        if (call.query.forever) return { need: [], state: null };
        const { rounds = [] } = call.query;
        const { step = 0 } = call.state || {};
        if (step < rounds.length)
          return {
            need: rounds[step].map((sql) => ({
              sql,
              params: call.query.params || {},
              settings: call.query.users ? { readonly: 2 } : {},
              ofQuery: call.query.ofQuery,
              cacheSeconds: 60,
              staleSeconds: 360,
            })),
            state: { step: step + 1 },
          };
        if (call.unseen) call.query.sql = call.query.again;
        if (call.query.now) call.query.sql += call.now;
        return { done: plan(call.query, { request: call.request, state: call.state, results: call.results }) };
      case 'health':
        if (!call.results) return { need: [{ sql: 'SELECT version()', params: {}, settings: {} }], state: null };
        if (!call.results[0].ok) return { done: { status: 'error', message: call.results[0].failure.phase, details: {} } };
        return { done: { status: 'ok', message: 'well', details: { rows: call.results[0].rows } } };
      case 'resource':
        if (call.path === 'ask' && !call.results) return { need: [{ sql: String(call.body), params: {}, settings: {} }], state: null };
        return { done: { status: 200, body: { path: call.path, body: call.body, settings: call.settings } } };
      case 'explain':
        return { done: { category: 'server', source: 'downstream', status: 502, message: call.failure.phase + ': ' + call.failure.excerpt } };
    }
  };
  return JSON.stringify(answer());
};
