/**
 * How Grafana's provisioning files spell a rule's texts. Environment variables are filled into labels, titles and uids,
 * so a `$` of a template is doubled there; annotations and query models are taken as they are.
 */
export const interpolated = (text: string): string => text.replaceAll('$', '$$$$');

/** A uid that is an environment variable, `${GENAI_DATASOURCE_UID}`, is meant to be filled in. */
export const interpolatedUid = (uid: string): string => (/^\$\{\w+\}$/.test(uid) ? uid : interpolated(uid));
