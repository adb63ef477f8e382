/** `json`: the text is one JSON document, so a backslash always starts an escape. `text`: anything else. */
export type TextMode = 'json' | 'text';
