/** The table of rooms: who may call whom (see CONTRIBUTING). A room may always use itself. */
const rooms = {
  kernel: [],
  model: ['kernel'],
  expression: ['kernel', 'model'],
  rules: ['kernel', 'model', 'expression'],
  connectors: ['kernel', 'model'],
  'entra-connect': ['kernel', 'model', 'expression'],
  space: ['kernel', 'model'],
  sync: ['kernel', 'model', 'expression'],
  planner: ['kernel', 'model'],
  guard: ['kernel', 'model'],
  planfile: ['kernel', 'model'],
  apply: ['kernel', 'model'],
  state: ['kernel', 'model'],
  render: ['kernel', 'model'],
  app: [
    'kernel',
    'model',
    'expression',
    'rules',
    'connectors',
    'entra-connect',
    'space',
    'sync',
    'planner',
    'guard',
    'planfile',
    'apply',
    'state',
  ],
  cli: ['kernel', 'model', 'app', 'render'],
  sandbox: ['kernel'],
};

const roomRules = Object.entries(rooms).map(([room, callees]) => ({
  name: `room-${room}`,
  comment: `${room}/ may import ${callees.length > 0 ? callees.join(', ') : 'no other room'}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, ...callees].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'one-file-imports-connectors',
      comment: 'only app/registry.ts knows the concrete connectors',
      severity: 'error',
      from: { path: '^src/app/', pathNot: '^src/app/registry\\.ts$' },
      to: { path: '^src/connectors/' },
    },
    {
      name: 'connectors-stand-alone',
      comment: 'a connector imports no other connector; what they share lies directly in src/connectors/',
      severity: 'error',
      from: { path: '^src/connectors/([^/]+)/' },
      to: { path: '^src/connectors/[^/]+/', pathNot: '^src/connectors/$1/' },
    },
    {
      name: 'pure-rooms',
      comment: 'the engine, the planner and the guards do no I/O and use no package',
      severity: 'error',
      from: { path: '^src/(sync|planner|guard)/' },
      to: { dependencyTypes: ['core', 'npm'] },
    },
    {
      name: 'kernel-uses-node-only',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { dependencyTypes: ['npm'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
