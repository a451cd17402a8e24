/**
 * The world a simulator starts with when it is given no other: two partners, their people and clients
 * with the names and numbers that tend to break things. The ids never change, so that addresses can be kept.
 */
import type { Seed } from './state.ts';

const id = (kind: 'a' | 'b' | 'c', n: number) => `${kind}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/**
 * A Belgian enterprise number from its first eight digits: ten digits, the last two being 97 less the
 * remainder of the first eight by 97.
 */
export function enterpriseNumber(firstEight: string): string {
  return firstEight + String(97 - (Number(firstEight) % 97)).padStart(2, '0');
}

const vatNumber = (firstEight: string) => `BE${enterpriseNumber(firstEight)}`;

const peeters = id('a', 1);
const lambert = id('a', 2);

export const defaultSeed: Seed = {
  partnerSpaces: [
    { id: peeters, name: 'Kantoor Peeters' },
    { id: lambert, name: 'Fiduciaire Lambert' },
  ],
  users: [
    {
      id: id('b', 1),
      name: 'An Peeters',
      email: 'an@kantoor-peeters.example',
      memberships: [{ partnerSpace: peeters, role: 'ADMINISTRATOR' }],
    },
    {
      id: id('b', 2),
      name: 'Bram Claes',
      email: 'bram@kantoor-peeters.example',
      memberships: [{ partnerSpace: peeters, role: 'ACCOUNTANT' }],
    },
    {
      id: id('b', 3),
      name: 'Chloé Lambert',
      email: 'chloe@fiduciaire-lambert.example',
      memberships: [{ partnerSpace: lambert, role: 'ADMINISTRATOR' }],
    },
  ],
  clients: [
    {
      id: id('c', 1),
      name: 'John Doe Group',
      vatNumber: vatNumber('01234567'),
      enterpriseNumber: enterpriseNumber('01234567'),
      partnerSpaces: [peeters],
    },
    {
      id: id('c', 2),
      name: "'t Hof van Éénaeme",
      vatNumber: vatNumber('01000002'),
      enterpriseNumber: enterpriseNumber('01000002'),
      partnerSpaces: [peeters],
    },
    {
      id: id('c', 3),
      name: 'Vzw De Buurtwinkel',
      enterpriseNumber: enterpriseNumber('01000003'),
      partnerSpaces: [peeters],
    },
    {
      id: id('c', 4),
      name: 'ABC Company',
      vatNumber: vatNumber('01000004'),
      enterpriseNumber: enterpriseNumber('01000004'),
      partnerSpaces: [peeters, lambert],
    },
    {
      id: id('c', 5),
      name: 'Another Business Gent',
      vatNumber: vatNumber('11000005'),
      enterpriseNumber: enterpriseNumber('11000005'),
      partnerSpaces: [peeters],
    },
    {
      id: id('c', 6),
      name: 'Another Business Brugge',
      vatNumber: vatNumber('11000005'),
      enterpriseNumber: enterpriseNumber('11000005'),
      partnerSpaces: [peeters],
    },
    {
      id: id('c', 7),
      name: 'Boulangerie de la Gare',
      vatNumber: vatNumber('01000007'),
      enterpriseNumber: enterpriseNumber('01000007'),
      partnerSpaces: [lambert],
    },
  ],
};
