/** Plain words in the ways in which people say that one is their password: a language, words, and ways. */
export interface Frames {
  words: string[]
  ways: ((word: string, other: string) => string)[]
}

/** The words are things, so that nobody says them of a password. */
export const FRAMES: Record<string, Frames> = {
  en: {
    words:
      'butterfly mountain lantern velvet giraffe pumpkin thunder biscuit elephant crocodile umbrella cinnamon whisper dolphin sapphire avocado hurricane penguin marble teapot chocolate unicorn rainbow cupcake pirate galaxy dragonfly snowflake cherry bumblebee'.split(
        ' ',
      ),
    ways: [
      (w) => `my password is ${w}`,
      (w) => `I set the password to ${w}`,
      (w) => `I changed my password to ${w} yesterday`,
      (w) => `the password you gave me (${w}) does not work`,
      (w) => `I use ${w} as password`,
      (w) => `use ${w} to log in as anna@example.com`,
      (w) => `password: ${w}`,
      (w, v) => `I changed the password from ${w} to ${v}`,
    ],
  },
  fr: {
    words:
      'papillon montagne lanterne velours girafe citrouille tonnerre biscuit éléphant crocodile parapluie cannelle murmure dauphin saphir avocat ouragan pingouin marbre théière chocolat licorne gâteau pirate galaxie libellule flocon cerise bourdon soleil'.split(
        ' ',
      ),
    ways: [
      (w) => `mon mot de passe est ${w}`,
      (w) => `j'ai changé mon mot de passe en ${w}`,
      (w) => `le mot de passe que vous m'avez donné (${w}) ne marche pas`,
      (w) => `j'utilise ${w} comme mot de passe`,
      (w) => `mot de passe : ${w}`,
      (w, v) => `j'ai changé le mot de passe de ${w} à ${v}`,
    ],
  },
  de: {
    words:
      'schmetterling gebirge laterne samt giraffe kürbis donner keks elefant krokodil regenschirm zimt flüstern delfin saphir avocado sturm pinguin marmor teekanne schokolade einhorn kuchen pirat galaxie libelle schneeflocke kirsche hummel sonne'.split(
        ' ',
      ),
    ways: [
      (w) => `mein Passwort ist ${w}`,
      (w) => `ich habe mein Passwort auf ${w} geändert`,
      (w) => `das Passwort, das Sie mir gegeben haben (${w}), geht nicht`,
      (w) => `ich benutze ${w} als Passwort`,
      (w) => `Passwort: ${w}`,
      (w, v) => `ich habe das Passwort von ${w} auf ${v} geändert`,
    ],
  },
  es: {
    words:
      'mariposa montaña linterna terciopelo jirafa calabaza trueno galleta elefante cocodrilo paraguas canela susurro delfín zafiro aguacate huracán pingüino mármol tetera chocolate unicornio pastel pirata galaxia libélula copo cereza abejorro estrella'.split(
        ' ',
      ),
    ways: [
      (w) => `mi contraseña es ${w}`,
      (w) => `cambié la contraseña a ${w}`,
      (w) => `la contraseña que me dieron (${w}) no funciona`,
      (w) => `uso ${w} como contraseña`,
      (w) => `contraseña: ${w}`,
      (w, v) => `cambié la contraseña de ${w} a ${v}`,
    ],
  },
  it: {
    words:
      'farfalla montagna lanterna velluto giraffa zucca tuono biscotto elefante coccodrillo ombrello cannella sussurro delfino zaffiro avocado uragano pinguino marmo teiera unicorno torta galassia libellula fiocco ciliegia calabrone stella'.split(
        ' ',
      ),
    ways: [
      (w) => `la mia password è ${w}`,
      (w) => `ho cambiato la password in ${w}`,
      (w) => `la password che mi avete dato (${w}) non funziona`,
      (w) => `uso ${w} come password`,
      (w) => `password: ${w}`,
      (w, v) => `ho cambiato la password da ${w} a ${v}`,
    ],
  },
  nl: {
    words:
      'vlinder gebergte lantaarn fluweel giraf pompoen donder koekje olifant krokodil paraplu kaneel gefluister dolfijn saffier avocado orkaan pinguïn marmer theepot chocolade eenhoorn taart piraat melkweg libel sneeuwvlok kers hommel zonnetje'.split(
        ' ',
      ),
    ways: [
      (w) => `mijn wachtwoord is ${w}`,
      (w) => `ik heb het wachtwoord veranderd in ${w}`,
      (w) => `het wachtwoord dat jullie gaven (${w}) werkt niet`,
      (w) => `ik gebruik ${w} als wachtwoord`,
      (w) => `wachtwoord: ${w}`,
      (w, v) => `ik heb het wachtwoord van ${w} naar ${v} veranderd`,
    ],
  },
  pt: {
    words:
      'borboleta montanha lanterna veludo girafa abóbora trovão biscoito elefante crocodilo guarda-chuva canela sussurro golfinho safira abacate furacão pinguim mármore chaleira chocolate unicórnio bolo pirata galáxia libélula floco cereja abelha estrela'.split(
        ' ',
      ),
    ways: [
      (w) => `a minha senha é ${w}`,
      (w) => `mudei a senha para ${w}`,
      (w) => `a senha que me deram (${w}) não funciona`,
      (w) => `uso ${w} como senha`,
      (w) => `senha: ${w}`,
      (w, v) => `mudei a senha de ${w} para ${v}`,
    ],
  },
  pl: {
    words:
      'motyl góra latarnia aksamit żyrafa dynia grzmot ciastko słoń krokodyl parasol cynamon szept delfin szafir awokado huragan pingwin marmur czajnik czekolada jednorożec tort pirat galaktyka ważka śnieżynka wiśnia trzmiel gwiazda'.split(
        ' ',
      ),
    ways: [
      (w) => `moje hasło to ${w}`,
      (w) => `zmieniłem hasło na ${w}`,
      (w) => `hasło, które mi podaliście (${w}), nie działa`,
      (w) => `używam ${w} jako hasło`,
      (w) => `hasło: ${w}`,
      (w, v) => `zmieniłem hasło z ${w} na ${v}`,
    ],
  },
  cs: {
    words:
      'motýl hora lucerna samet žirafa dýně hrom sušenka slon krokodýl deštník skořice šepot delfín safír avokádo hurikán tučňák mramor čajník čokoláda jednorožec dort pirát galaxie vážka vločka třešeň čmelák hvězda'.split(
        ' ',
      ),
    ways: [
      (w) => `moje heslo je ${w}`,
      (w) => `změnil jsem heslo na ${w}`,
      (w) => `heslo, které jste mi dali (${w}), nefunguje`,
      (w) => `používám ${w} jako heslo`,
      (w) => `heslo: ${w}`,
      (w, v) => `změnil jsem heslo z ${w} na ${v}`,
    ],
  },
  fi: {
    words:
      'perhonen vuori lyhty sametti kirahvi kurpitsa ukkonen keksi norsu krokotiili sateenvarjo kaneli kuiskaus delfiini safiiri avokado hurrikaani pingviini marmori teepannu suklaa yksisarvinen kakku merirosvo galaksi sudenkorento lumihiutale kirsikka kimalainen tähti'.split(
        ' ',
      ),
    ways: [
      (w) => `salasanani on ${w}`,
      (w) => `vaihdoin salasanaksi ${w}`,
      (w) => `antamanne salasana (${w}) ei toimi`,
      (w) => `käytän salasanana ${w}`,
      (w) => `salasana: ${w}`,
    ],
  },
  sv: {
    words:
      'fjäril berg lykta sammet giraff pumpa åska kex elefant krokodil paraply kanel viskning delfin safir avokado orkan pingvin marmor tekanna enhörning tårta galax trollslända snöflinga körsbär humla stjärna'.split(
        ' ',
      ),
    ways: [
      (w) => `mitt lösenord är ${w}`,
      (w) => `jag ändrade lösenordet till ${w}`,
      (w) => `lösenordet ni gav mig (${w}) fungerar inte`,
      (w) => `jag använder ${w} som lösenord`,
      (w) => `lösenord: ${w}`,
      (w, v) => `jag ändrade lösenordet från ${w} till ${v}`,
    ],
  },
  tr: {
    words:
      'kelebek dağ fener kadife zürafa balkabağı gökgürültüsü kurabiye fil timsah şemsiye tarçın fısıltı yunus safir avokado kasırga penguen mermer çaydanlık çikolata tekboynuz pasta korsan galaksi yusufçuk karpuz kiraz arı yıldız'.split(
        ' ',
      ),
    ways: [
      (w) => `şifrem ${w}`,
      (w) => `şifremi ${w} olarak değiştirdim`,
      (w) => `verdiğiniz şifre (${w}) çalışmıyor`,
      (w) => `şifre olarak ${w} kullanıyorum`,
      (w) => `şifre: ${w}`,
      (w, v) => `şifremi ${w}'den ${v}'e değiştirdim`,
    ],
  },
}
