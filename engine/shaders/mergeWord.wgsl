// Changes some bytes of one word and keeps the others: words[place] = value where mask is set.
// edit: (place, mask, value). words: any words.

@group(0) @binding(0) var<storage, read> edit: array<u32, 3>;
@group(0) @binding(1) var<storage, read_write> words: array<u32>;

@compute @workgroup_size(1)
fn main() {
  let place = edit[0];
  words[place] = (words[place] & ~edit[1]) | edit[2];
}
