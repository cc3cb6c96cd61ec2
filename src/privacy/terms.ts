/** Terms of e-mail, products and versions as patterns: digits and capitals inside, and yet no secret. */

/** Names with digits or capitals inside that stand beside "password" all the time. */
export const TECHNICAL = new RegExp(
  `^(?:${[
    '(?:imap|pop|smtp|esmtp|ssl|tls|oauth|http|https|ntlm|dkim|spf|md|sha|aes|rc|des|rsa|base|utf|ucs|iso|ipv|mapi|ews|eas|saml|totp|hotp|u2f|fido|wpa|cram|scram|digest|xoauth|ldap|vpn|2fa|mfa|otp|x|p)[-_.]?v?[\\d.]+(?:rev\\d)?(?:-[a-z\\d]+)*s?',
    '(?:cram|digest|scram)-(?:md|sha)-?\\d+(?:-[a-z]+)*|pbkdf2|argon2[a-z]*|(?:pkcs|luks|pgp|gpg|wep)[-#]?\\d+|\\d+(?:/\\d+)*-?bits?',
    '(?:2|3|two|multi)-?(?:fa|step|factor)',
    '\\d+(?:st|nd|rd|th|e|eme|er|ere|x|k|kb|mb|gb|tb|ko|mo|go|o|b|s|ms|sec|min|mn|h|hr|hrs|am|pm|d|bit|bits|%|\\$|px|g)',
    '\\d{1,2}h\\d{2}(?:min|mn)?',
    '(?:v|version|n|no|nr|rfc|kb|cve|rev|build|release|esr)[-_#.]?\\d[\\d.-]*[a-z]?\\d*',
    '\\d+(?:\\.\\d+)+(?:[a-z]{1,4}\\d*)?',
    '1password|365|o365|m365|k-?9(?:mail|-mail)?|mail2web|7zip|w3c|c\\+\\+',
  ].join('|')})$`,
)
/** A product and its version: never a password right after the bare word, but one after `:` or "is". */
export const PRODUCT =
  /^(?:outlook|office|windows|win|ios|iphone|ipad|ipados|android|macos|osx|mac|thunderbird|tb|betterbird|exchange|galaxy|pixel|chrome|firefox|safari|edge|ubuntu|debian|fedora|plesk|cpanel|postfix|dovecot|exim|php|samsung|redmi|huawei|xiaomi|oneplus|nokia|sony|seamonkey|postbox|emclient|livemail|mailbird|the-?bat|roundcube|horde|server|version|note|surface|moto|poco)[-_.]?v?\d[\d.]*[a-z]{0,5}$/
