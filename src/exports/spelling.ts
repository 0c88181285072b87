/**
 * Escapes a text for Grafana's provisioning files, which interpolate environment variables in labels, titles and uids: a `$`
 * of a template is doubled there. Annotations and query models are not interpolated.
 */
export const interpolated = (text: string): string => text.replaceAll('$', '$$$$');

/** Keeps a uid that is an environment variable, such as `${GENAI_DATASOURCE_UID}`, which Grafana fills in. */
export const interpolatedUid = (uid: string): string => (/^\$\{\w+\}$/.test(uid) ? uid : interpolated(uid));
