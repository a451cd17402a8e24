/** Which side of the books a document is on. AP: purchases (accounts payable). AR: sales (accounts receivable). */
export type Direction = 'AP' | 'AR';
