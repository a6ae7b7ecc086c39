import type { Topology } from '../../model/rule-set.ts';
import type { ConnectorSettings, Settings } from '../../model/settings.ts';
import { visible } from '../escape.ts';
import { listWords } from '../scope/clause-words.ts';

/** Something that is connected, in words. */
export interface ConnectorView {
  readonly name: string;
  readonly type: string;
  readonly words: string;
}

/** Sources in the order of the topology, then the tenant. Nothing of a secret is in it, not even its place. */
export function connectorViews(settings: Settings): readonly ConnectorView[] {
  const { type, id } = settings.tenant;
  const tenant = type === 'sandbox' ? `the emulated tenant ${visible(id)}` : `the tenant ${visible(id)}`;
  return [
    ...settings.connectors.map((one) => ({ name: one.name, type: one.type, words: sourceWords(one) })),
    { name: 'entra', type, words: tenant },
  ];
}

function sourceWords(connector: ConnectorSettings): string {
  if (connector.type === 'ldif') return `the file ${visible(connector.path)}`;
  const domains = connector.domains.map(({ name }) => visible(name));
  return `${domains.length === 1 ? 'the domain' : 'the domains'} ${listWords(domains, 'and')}`;
}

/** What the topology decides beside what is connected. */
export function decisions({
  newUserSignIn,
  otherEngineDomains,
}: Topology): readonly { readonly name: string; readonly words: string }[] {
  const others =
    otherEngineDomains === undefined
      ? []
      : [{ name: 'Other engines', words: `master ${listWords(otherEngineDomains.map(visible), 'and')}` }];
  const signIn =
    newUserSignIn === 'federated'
      ? 'with a federated domain; held where it is not'
      : 'with a password that nobody knows';
  return [{ name: 'New users', words: `sign in ${signIn}` }, ...others];
}
