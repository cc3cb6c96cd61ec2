/**
 * The words that redaction knows: what people call a password or a code, how they say that something is one,
 * and what follows "password" in a sentence that holds none. Folded as `fold.ts` does: lower case, no accents.
 * Another language is more words here and nothing else.
 */

const words = (text: string): Set<string> => new Set(text.split(/\s+/).filter(Boolean))

/** Names of a user name and a password together. */
export const CREDENTIALS_NAME =
  /credential|identifiant|log-?in|account|compte|user|utilisateur|zugangsdaten|benutzer|konto|credenzial|credencia|inloggegevens/

/** Names of a password, as pieces of a regular expression; the long ones may stand at a word's end. */
const LONG_NAMES = [
  // English
  'pass[ _-]?words?',
  'p[@4a][s5$]{2}w(?:or|0r)d',
  'pasword',
  'passwrd',
  'passowrd',
  'passwd',
  'pass[ _-]?phrases?',
  'pass[ _-]?codes?',
  // French
  'mots?[ _-]?(?:de[ _-]?)?pas+e?',
  'codes? secrets?',
  // German
  'pas+wort(?:e[rs]?|s)?',
  'kennwort(?:e[rs]?|s)?',
  // Italian
  "parol[ae] d'ordine",
  'parol[ae] chiave',
  // Spanish
  'contrasen(?:a|ia)s?',
  // Portuguese
  'palavras?[ -]passe',
  // Dutch, Swedish, Danish, Norwegian, Finnish
  'wachtwoord(?:en)?',
  'paswoord(?:en)?',
  'losenord(?:et)?',
  'adgangskode(?:n)?',
  'passord(?:et)?',
  'salasana',
]
/** These stand alone only. The last line is Portuguese, Polish, Czech, Hungarian, Turkish and Russian. */
const SHORT_NAMES = [
  ...[
    'p\\/?w',
    'p\\.w\\.?',
    'pwds?',
    'psw',
    'pswr?d',
    'psswd',
    'pword',
    'mdps?',
    'm\\.d\\.p\\.?',
    'ww',
    'pass',
    'clave',
    'passe',
  ],
  ...['senhas?', 'haslo', 'heslo', 'jelszo', 'sifre(?:m|niz)?', 'парол[ьяи]'],
]

/** The short names inside a name of a setting: "smtpPass", "imapPwd". Looked for with case. */
export const SETTING_NAME = /(?<=[a-z\d])(?:Pass|Pwd|PWD|Pw|PW)(?=["'\]]{0,2}\s?[:=])/g

/** Names that are common words as well: only `:` or `=` after them says that a password follows. */
export const NEEDS_SIGN = new Set(['pass', 'ww', 'clave', 'passe'])

export const PASSWORD_NAME = new RegExp(
  `(?:${LONG_NAMES.join('|')})(?![\\p{L}])|(?<!\\p{L})(?:${SHORT_NAMES.join('|')})(?![\\p{L}])`,
  'gu',
)

/** Names of secrets that are long and random: what follows counts only when it looks that way. */
export const SECRET_NAME =
  /(?:api[ _-]?keys?|(?:client|consumer|app|shared|webhook|signing)[ _-]?secrets?|secret[ _-]?(?:access[ _-]?)?keys?|access[ _-]?keys?(?:[ _-]?id)?|private[ _-]?keys?|(?:access|auth|refresh|bearer|bot|api|session|csrf|id)[ _-]?tokens?|tokens?|secrets?|cles? (?:d'?)?(?:api|secretes?|privees?|d'acces)|jetons?|sessionid|phpsessid|set-cookie|cookie|zugangsschlussel|chiave (?:api|segreta)|clave (?:api|secreta))(?!\p{L})/gu

/** What an account is called: "password for user: ..." names the user, not the password. */
export const ACCOUNT = words(`
  user users username name account accounts server host hostname login id email e-mail mail mailbox address client program app port
  error message service site website domain
  utilisateur compte serveur hote identifiant adresse courriel messagerie boite logiciel erreur domaine
  benutzer benutzername konto adresse utente account usuario cuenta usuario conta gebruiker
`)

/** Names of codes that open an account once, or few times. */
export const CODE_NAME = new RegExp(
  `(?<!\\p{L})(?:${[
    '(?:verification|security|confirmation|authentication|authenticator|auth|one[ -]?time|single[ -]?use|log[ -]?in|sign[ -]?in|2fa|mfa|two[ -]?factor|2[ -]?step|sms|text(?:ed)?|recovery|backup|access|activation|unlock|whatsapp|otp)[ -](?:pass)?(?:codes?|pins?)',
    'otps?',
    "codes? (?:(?:de |d')(?:verification|securite|confirmation|authentification|validation|acces|secours|recuperation|connexion|activation|deverrouillage)|sms|2fa|otp|pin|a usage unique|unique)",
    "codes? (?:(?:i|they|you|we|he|she|google|microsoft|apple) )?(?:have )?(?:just )?(?:got|received|sent|texted)(?: me| us)?|(?:enter|type|use) (?:this|the) code|code (?:recu|envoye)|code que (?:j'ai|vous m'avez|tu m'as|on m'a) (?:recu|envoye|donne)",
    'pin(?: ?codes?| number)?',
    '(?:bestatigungs|sicherheits|verifizierungs|einmal|zugangs|anmelde)codes?',
    "codic[ei] (?:di |d')(?:verifica|sicurezza|accesso|conferma)",
    'codigos? (?:de|do) (?:verificacion|seguridad|acceso|confirmacion|verificacao|seguranca|acesso|confirmacao)',
    '(?:verificatie|beveiligings|bevestigings|inlog)codes?',
  ].join('|')})(?!\\p{L})`,
  'gu',
)

/** "is", as in "my password is ...". Single letters that are words elsewhere too are in `ACCENTED_IS`. */
export const IS = words(`
  is was are were be being reads equals iss isn't wasn't isnt
  est etait sont c'est cest sera serait c'etait n'est n'etait
  ist war lautet lautete heisst sind ware
  era sono
  es son sera eran
  sao luidt zijn jest ar on
`)
/** "è" and "é", which are "and" or nothing without their accents. */
export const ACCENTED_IS = new Set(['è', 'é', "e'", "c'è"])

/** Words that may stand between "is" and the value: "my password is still ...". */
export const HEDGE = words(`
  still now currently actually just simply literally probably maybe definitely exactly something like always
  set to also really only either both called spelled written following my the old new same current this that
  would should will can could have has had been be it's its
  plus toujours actuellement maintenant bien simplement juste peut-etre quelque chose comme exactement donc ainsi mon le
  l'ancien nouveau ancien suivant
  noch immer jetzt einfach ganz wohl mein das ancora sempre adesso todavia siempre ahora ainda sempre agora nog steeds nu
`)

/** What a phrase after "password" begins with when it still speaks of the password: "... for my account". */
export const OF_IT = words(`
  for of on at in to from with i i'm i've i'd we he she they that which my our his her who used using set
  pour de du des d' sur a au aux que qu' qui j' j'ai je dont mon ma mes notre dans en chez avec l' il elle on nous utilise
  fur von vom zum zur bei im mein das ich den per di del della dello che il mio da
  para por del mi la el que do da no na meu minha voor van mijn dat ik het op bij
`)

/** Said of a password between its name and its value: "temporary password outlook: ...". */
export const QUALIFIERS = words(`
  outlook thunderbird gmail yahoo hotmail apple google microsoft icloud orange free sfr imap pop pop3 smtp wifi wi-fi facebook
  mail mails e-mail email messagerie webmail boite compte mailbox account
  work home old new pro perso temporary current initial previous default first second real main
  temporaire provisoire actuel ancien nouveau precedent defaut principal
  temporar neu alt aktuell temporanea attuale vecchia nuova temporal actual nueva vieja temporaria atual nova antiga tijdelijk huidig
`)

/** "I changed my password", before "to ...". */
export const CHANGED =
  /(?:^|[^\p{L}])(?:set|changed?|changing|resett?|made|updated?|modified|change|chang[ae]|mis|modifie|remplace|geandert|cambiat[oa]|cambiado|alterado|gewijzigd)(?:\s[\p{L}']{1,10}){0,3}\s$/u

/** "to", as in "I changed my password to ...": a value may follow when it looks like one. */
export const TO = words(`
  to into as from with called named using used
  en par a vers de avec nomme utilise
  zu auf in als mit von a in con da por para con com naar met van
`)

/** What turns digits into a statement about the password: "is 8 characters long". */
export const UNITS = words(`
  characters character chars char letters letter digits digit numbers symbols signs long times time attempts attempt tries
  days day weeks week months month years year hours hour minutes minute min seconds second sec percent or and to of different
  other others more less minimum maximum
  caracteres caractere lettres lettre chiffres chiffre signes fois tentatives tentative essais jours jour semaines semaine mois
  ans an annees heures heure minutes secondes pour differents autres ou et a
  zeichen stellen buchstaben ziffern tage tag wochen monate jahre mal caratteri cifre giorni mesi anni volte
  caracteres letras cifras dias meses anos veces vezes tekens cijfers dagen weken maanden jaar keer
`)

/** Verbs after a plain word that show it to be the subject of a sentence and not a password. */
export const VERBS = words(`
  keeps kept says said asks asked wants wanted tells told shows showed rejects rejected refuses refused gives gave needs seems seemed
  accepts accepted thinks sends sent pops comes came demands requires
  dit disent demande demandent refuse refusent rejette rejettent veut affiche continue indique accepte n'accepte semble
  sagt fragt zeigt will dice chiede vuole pide diz pede zegt vraagt
`)

/**
 * What may follow "password is" or "password:" without being one. A password made of one of these words alone
 * is not recognised: few people choose "refused", and thousands write that theirs was.
 */
export const ORDINARY = words(`
  a e o y u i a an the this that these those it its it's i i'm i've i'd i'll me my mine you your yours you're he him his she her hers we us our
  ours they them their theirs one ones some any all both each every either neither none no not nor never ever nothing something
  anything everything someone anyone everyone nobody who whom whose which what when where why how whether if then than so as at by
  for from in into of off on onto out over under up upon with within without about after again against before behind below between
  beyond but and or because during except like near once only per since still through to toward towards until unless while yet
  also always already almost perhaps maybe probably possibly definitely certainly surely really actually currently just simply
  literally exactly absolutely completely totally fully entirely partly mostly mainly usually often sometimes rarely seldom
  constantly continually continuously repeatedly suddenly apparently obviously clearly correctly incorrectly properly wrongly
  here there now today yesterday tomorrow tonight later soon recently lately too very quite rather pretty enough even much many more
  most less least few little several lot lots another other others same different similar identical own else instead etc
  am is are was were be been being isn't aren't wasn't weren't has have had having do does did doing done can can't cannot could
  will would won't wouldn't shall should shouldn't may might must ought need needs needed dont doesnt didnt cant wont isnt wasnt
  hasnt havent couldnt wouldnt
  ok okay fine good great better best bad worse worst right correct wrong incorrect true false valid invalid unvalid okey
  yes yeah yep nope sure alright well perfect perfectly legit legitimate genuine real fake proper improper
  empty blank missing absent present available unavailable visible hidden invisible shown greyed grayed gray grey black red green
  old older oldest new newer newest current previous last latest next first second third final initial original default standard
  usual normal plain simple easy hard difficult complex complicated weak strong stronger strongest safe unsafe secure insecure
  private public personal long longer short shorter exact unique random temporary permanent main master's separate specific special
  encrypted unencrypted clear clear-text cleartext plaintext hashed protected open local remote online offline
  accepted rejected refused denied declined required requested asked prompted needed expected entered typed retyped re-entered
  reentered copied pasted saved stored remembered forgotten forgot forget lost found changed unchanged updated reset resetted set
  created generated given sent received checked verified confirmed unconfirmed recognized recognised unrecognized unrecognised
  known unknown blocked locked unlocked expired expiring disabled enabled deleted removed cleared compromised leaked stolen hacked
  exposed shared reused used unused kept ignored tested tried working worked work works fail fails failed failing failure error
  errors issue issues problem problems trouble broken stuck gone over down up-to-date outdated obsolete supported unsupported
  mandatory optional necessary obligatory compulsory important impossible possible likely unlikely
  case case-sensitive sensitive insensitive minimum maximum min max length characters character chars letters digits symbols numbers
  managed synced synchronised synchronized linked tied bound attached associated related written spelled misspelled mistyped
  wrongly-typed autofilled auto-filled prefilled filled masked obscured starred dots stars asterisks bullets
  asking asks ask prompting prompts prompt says said say saying tells told shows showing keeps keep kept coming comes popping pops
  giving gives getting gets get got go goes going went come came become becomes became seems seem seemed appears appear looks look
  remains remain stays stay ends end starts start begins begin contains contain includes include includes has consists causes cause
  prevents prevent stops stop stopped try tries trying change changes changing reset resets resetting recover recovery recovering
  enter enters entering type types typing save saves saving store stores storing remember remembers delete remove update updates
  verify check checks checking confirm use uses using make makes making made want wants wanted wish let lets see seen look find
  know knows think believe hope guess help please thanks thank sorry hi hey dear
  account accounts address addresses e-mail email emails mail mails mailbox mailboxes inbox message messages user users username
  usernames login logins log-in sign-in signin name names id ids server servers service services provider providers host hostname port
  ports protocol method methods option options setting settings authentication authorization authorisation auth credential
  credentials client clients app apps application program programs programme software device devices phone phones computer laptop
  tablet desktop browser website site page window windows dialog box field form screen button menu manager managers vault keychain
  keyring wallet file files database admin's administrator webmail website's imap pop pop3 smtp ssl tls starttls oauth oauth2 2fa mfa
  kerberos ntlm gssapi cram-md5 outlook thunderbird gmail google yahoo apple microsoft mozilla iphone ipad android icloud hotmail
  windows mac macos linux firefox chrome safari edge exchange office bitwarden lastpass keepass keepassxc 1password dashlane nordpass
  instructions help support policy policies requirements requirement rules rule question questions reset-link link links way
  people person customer customers everybody everyone's anybody somebody family wife husband son daughter friend boss colleague
  two three four five six seven eight nine ten dozen hundred twelve sixteen twenty
  attempt attempts times time day days week weeks month months year years hour hours minute minutes ago
  because cause due thanks despite regardless according especially
  tip tips hint reminder note warning info information details example examples e.g eg i.e ie n/a tbd null nil
  nowhere somewhere anywhere everywhere back away elsewhere
  impossible unreadable unusable useless useful pointless annoying frustrating weird strange odd

  un une le la les l' de des du d' ce cet cette ces c' ca cela celui celle ceux celles mon ma mes ton ta tes son sa ses notre nos
  votre vos leur leurs je j' j'ai tu il elle on nous vous ils elles me m' te t' se s' lui eux moi toi y en que qu' qui quoi dont ou
  quand comment pourquoi combien quel quelle quels quelles si sinon et mais donc or ni car puis alors ensuite apres avant depuis
  pendant jusqu' jusque vers chez dans sur sous avec sans pour par contre entre parmi selon comme ainsi aussi plus moins tres trop
  peu assez beaucoup encore toujours jamais deja bientot maintenant aujourd'hui hier demain ici la-bas bien mal mieux pire vraiment
  seulement juste simplement exactement toutefois cependant pourtant parfois souvent rarement peut-etre certainement surement
  apparemment visiblement soudain soudainement pas point rien aucun aucune personne tout toute tous toutes chaque quelque quelques
  plusieurs autre autres meme memes tel telle n' ne n'est n'a n'etait est sont etait etaient sera serait etre ete a ont avait avoir
  ai as avons avez fait faire faut doit doivent devrait peut peuvent pourrait veut veux voudrais va vais vont
  bon bonne bons bonnes mauvais mauvaise correct correcte corrects incorrect incorrecte exact exacte inexact inexacte faux fausse
  vrai vraie juste errone erronee valide invalide valable ok oui non sur sure certain
  vide absent absente manquant manquante visible cache cachee masque masquee grise grisee affiche affichee
  ancien ancienne vieux vieille nouveau nouvelle nouvel actuel actuelle precedent precedente dernier derniere premier premiere
  second seconde prochain prochaine initial initiale provisoire temporaire definitif habituel habituelle normal normale simple
  facile difficile complexe complique compliquee faible fort forte robuste solide securise securisee unique different differente
  differents identique pareil pareille propre personnel personnelle prive privee public general principal principale
  refuse refusee refuses rejete rejetee accepte acceptee demande demandee demandes requis requise exige exigee obligatoire
  facultatif necessaire indispensable saisi saisie tape tapee entre entree copie colle collee enregistre enregistree memorise
  memorisee sauvegarde stocke oublie oubliee perdu perdue change changee modifie modifiee reinitialise reinitialisee redemande
  cree creee genere generee donne donnee envoye envoyee recu recue verifie verifiee confirme reconnu reconnue inconnu inconnue
  bloque bloquee verrouille expire expiree perime perimee desactive active supprime supprimee efface compromis compromise pirate
  piratee vole volee divulgue partage utilise utilisee marche marchait fonctionne fonctionnait passe passait echoue echec erreur
  erreurs probleme problemes souci soucis impossible possible possibles sensible minimum maximum caracteres caractere lettres
  chiffres longueur trop long longue court courte
  dit demande demandait reste semble devient change revient apparait contient comporte commence finit termine oblige empeche
  saisir taper entrer changer modifier reinitialiser recuperer retrouver memoriser enregistrer supprimer verifier confirmer
  utiliser mettre remettre connaitre savoir voir trouver donner envoyer demander creer oublier choisir renseigner ressaisir
  compte comptes adresse adresses courriel courriels message messages messagerie boite utilisateur utilisateurs identifiant
  identifiants connexion serveur serveurs service fournisseur hebergeur methode option options parametre parametres reglages
  authentification logiciel application appli appareil appareils telephone portable ordinateur tablette navigateur site page
  fenetre champ case formulaire bouton menu gestionnaire trousseau fichier messagerie webmail espace client
  merci svp stp aide aidez bonsoir salut
  deux trois quatre cinq six sept huit neuf dix douze seize jour jours semaine semaines mois an ans heure heures minute minutes
  fois voici voila exemple celui-ci celle-ci lequel laquelle

  der die das den dem des ein eine einen einem einer eines kein keine keinen mein meine meinen dein sein ihr unser euer ich du er sie
  es wir mich mir dich dir uns euch und oder aber denn weil dass wenn ob als wie wo was wer warum wieso wann nicht nie nur noch
  schon immer wieder jetzt heute gestern hier dort da so sehr zu zum zur von vom mit ohne fur auf aus bei beim nach vor seit bis
  durch gegen um uber unter in im an am ist sind war waren wird werden wurde wurden worden hat haben hatte kann konnen muss mussen
  soll darf will richtig falsch korrekt inkorrekt gultig ungultig leer sicher unsicher stark schwach alt neu lang kurz gleich
  anders geandert geandert abgelaufen gesperrt vergessen abgelehnt akzeptiert erforderlich notwendig notig gespeichert eingegeben
  unbekannt bekannt zuruckgesetzt geprueft gepruft normal fehler problem bitte danke ja nein mehr weniger

  il lo gli i uno una dei degli delle del della dello dal dalla nel nella sul sulla con per tra fra di da su non mai solo ancora
  sempre gia ora adesso oggi ieri qui quando come dove perche cosa chi che se ma ed anche poi mio mia miei tuo suo sua nostro vostro
  questo questa quello quella stesso stessa sono era stato stata essere ho hai ha abbiamo hanno puo deve giusta giusto corretta
  corretto errata errato sbagliata sbagliato valida valido non-valida vuota vuoto nuova nuovo vecchia vecchio scaduta scaduto
  cambiata cambiato dimenticata rifiutata rifiutato accettata richiesta salvata bloccata bloccato obbligatoria necessaria sicura
  debole diversa uguale troppo molto poco lunga corta errore problema grazie

  los las unos unas al lo su sus mi mis tu tus nuestro este esta esto ese esa eso aquel mismo misma pero porque cuando donde como
  quien cual que si no nunca solo aun todavia siempre ya ahora hoy ayer aqui muy mas menos tambien sin sobre entre hasta desde
  para por con ser estar esta estaba fue sido he has ha hemos han puede debe correcta correcto incorrecta incorrecto valida valido
  invalida erronea equivocada vacia nueva nuevo vieja antigua anterior actual caducada expirada cambiada olvidada olvide rechazada
  aceptada requerida necesaria obligatoria guardada bloqueada segura debil larga corta diferente igual error problema gracias

  os um uma uns umas do da dos das no na nos nas ao aos pelo pela meu minha seu sua nosso este isso isto aquele mesmo mesma mas
  quando onde como quem qual se nao nunca so ainda sempre ja agora hoje ontem aqui muito mais menos tambem sem sobre entre ate desde
  esta estava foi sido tem tenho pode deve correta correto incorreta incorreto errada errado valida invalida vazia nova novo antiga
  atual expirada alterada esquecida esqueci recusada rejeitada aceita aceite obrigatoria necessaria salva guardada bloqueada segura
  fraca forte longa curta diferente igual erro problema obrigado obrigada

  het een die dat deze dit mijn jouw zijn haar ons hun ik jij je hij zij ze wij we mij me verplicht niet nooit geen en of maar want omdat als
  hoe waar wat wie waarom wanneer nog steeds altijd alleen al nu vandaag gisteren hier daar zo zeer te om voor van met zonder op uit
  bij naar tot door tegen over onder aan is was waren wordt worden werd heeft hebben had kan kunnen moet moeten mag wil juist onjuist
  goed fout verkeerd correct incorrect geldig ongeldig leeg veilig onveilig sterk zwak oud nieuw lang kort hetzelfde anders gewijzigd
  veranderd verlopen geblokkeerd vergeten geweigerd afgewezen geaccepteerd vereist nodig opgeslagen ingevoerd onbekend bekend
  probleem foutmelding graag bedankt ja nee
`)

/** Beginnings of French and Italian words before an apostrophe: "l'ancien", "d'origine". */
export const ELISION = /^(?:[ldcjnmst]|qu|jusqu|lorsqu|dell|all|nell|un)'/

/**
 * Endings of participles, adverbs and adjectives: said of a password, seldom the password itself.
 * `é` and its like are looked for in the word as written.
 */
export const SAID_OF_IT =
  /.{2}(?:ed|ing|able|ible|less|ful|ly|n't|ement|amment|emment|iert|bar|ato|ata|ita|uta|ado|ada|ido|ida)$/
export const SAID_OF_IT_ACCENTED = /(?:é|ée|és|ées)$/u

/** Names with digits or capitals inside that stand beside "password" all the time. */
export const TECHNICAL = new RegExp(
  `^(?:${[
    '(?:imap|pop|smtp|esmtp|ssl|tls|oauth|http|https|ntlm|dkim|spf|md|sha|aes|rc|des|rsa|base|utf|ucs|iso|ipv|mapi|ews|eas|saml|totp|hotp|u2f|fido|wpa|cram|scram|digest|xoauth|ldap|vpn|2fa|mfa|otp|x|p)[-_.]?v?[\\d.]+(?:rev\\d)?(?:-[a-z\\d]+)*s?',
    '(?:2|3|two|multi)-?(?:fa|step|factor)',
    '\\d+(?:st|nd|rd|th|e|eme|er|ere|x|k|kb|mb|gb|tb|ko|mo|go|o|b|s|ms|sec|min|mn|h|hr|hrs|am|pm|d|bit|bits|%|\\$|px|g)',
    '\\d{1,2}h\\d{2}(?:min|mn)?',
    '(?:v|version|n|no|nr|rfc|kb|cve|rev|build|release|esr)[-_#.]?\\d[\\d.-]*[a-z]?\\d*',
    '\\d+(?:\\.\\d+)+(?:[a-z]{1,4}\\d*)?',
    '1password|365|o365|m365|k-?9(?:mail|-mail)?|mail2web|7zip|w3c|c\\+\\+',
  ].join('|')})$`,
)
/** "and/or", "user&password", "dkim=pass". */
export const JOINED = /^(?:(?:[a-z]+\/)+[a-z]+|[a-z]+[&+][a-z]+|[a-z][a-z.-]*=[a-z][a-z.-]*)$/
/** A product and its version: never a password right after the bare word, but one after `:` or "is". */
export const PRODUCT =
  /^(?:outlook|office|windows|win|ios|iphone|ipad|ipados|android|macos|osx|mac|thunderbird|tb|betterbird|exchange|galaxy|pixel|chrome|firefox|safari|edge|ubuntu|debian|fedora|plesk|cpanel|postfix|dovecot|exim|php|samsung|redmi|huawei|xiaomi|oneplus|nokia|sony|seamonkey|postbox|emclient|livemail|mailbird|the-?bat|roundcube|horde|server|version|note|surface|moto|poco)[-_.]?v?\d[\d.]*[a-z]{0,5}$/

/** Names with capitals inside, in lower case. */
export const CAMEL = words(`
  lastpass keepass keepassxc onepassword nordpass outlook onedrive icloud iphone ipad imac macbook macos youtube paypal github gitlab
  linkedin facebook whatsapp starttls javascript typescript powershell mcafee quickbooks autofill autocomplete autodiscover
  autoconfig openssl gnupg openpgp playstore appstore bluehost godaddy hostgator cloudflare wordpress fastmail protonmail
  mailchimp sendgrid thunderbird betterbird seamonkey emclient mailspring airmail bluemail typeapp k9mail windowslive livemail
  myaccount mymail webmail roundcube squirrelmail sogo zimbra directadmin cpanel oauth xoauth ntlm gssapi spa
`)
