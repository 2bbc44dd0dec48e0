// The version that scripts see; a test compares it with package.json.

export const version = '0.1.0';
