// All texts of one language: every JSON file of this folder, by name.
import { catalogue } from '../catalogue.ts';

export default catalogue(import.meta.glob('./*.json', { eager: true, import: 'default' }));
