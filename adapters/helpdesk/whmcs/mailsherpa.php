<?php

/**
 * Mailsherpa in the WHMCS client area.
 *
 * Copy this file to includes/hooks/ of your WHMCS, and set the address below. The help button then stands on
 * every page of the client area, in the client's language.
 *
 * With the secret set too, a client who is logged in gets a ticket in his own name when he asks for a person,
 * without typing his name and address: the page tells the bot the client's number, signed, for twelve hours.
 */

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

/** Where the bot runs, without a slash at the end. */
const MAILSHERPA_URL = 'https://help.example.com';

/** The same text as WHMCS_SECRET of the bot; empty: everybody is asked for name and address. */
const MAILSHERPA_SECRET = '';

/** Your site's colour as CSS writes it, such as #b4235a; empty: the bot's own. */
const MAILSHERPA_COLOR = '';

const MAILSHERPA_CLIENT_SECONDS = 43200;

add_hook('ClientAreaFooterOutput', 1, function ($vars) {
    $attributes = ['data-locale' => mailsherpa_locale(is_array($vars) ? $vars : [])];
    if (MAILSHERPA_COLOR !== '') {
        $attributes['data-color'] = MAILSHERPA_COLOR;
    }
    $client = mailsherpa_client(is_array($vars) ? $vars : []);
    if ($client > 0 && MAILSHERPA_SECRET !== '') {
        $attributes['data-client'] = mailsherpa_token($client, MAILSHERPA_SECRET, time() + MAILSHERPA_CLIENT_SECONDS);
    }
    $written = '';
    foreach ($attributes as $name => $value) {
        $written .= ' ' . $name . '="' . htmlspecialchars($value, ENT_QUOTES, 'UTF-8') . '"';
    }
    $source = htmlspecialchars(rtrim(MAILSHERPA_URL, '/') . '/widget.js', ENT_QUOTES, 'UTF-8');

    return '<script src="' . $source . '" async' . $written . '></script>';
});

/** The client's number, or 0 for a visitor. */
function mailsherpa_client(array $vars)
{
    if (isset($vars['client']) && is_object($vars['client']) && isset($vars['client']->id)) {
        return (int) $vars['client']->id;
    }
    foreach (['client_id', 'id', 'userid'] as $key) {
        if (!empty($vars['clientsdetails'][$key])) {
            return (int) $vars['clientsdetails'][$key];
        }
    }

    return 0;
}

/** Number, expiry and signature; adapters/helpdesk/whmcs/client-token.ts reads it. */
function mailsherpa_token($client, $secret, $expires)
{
    return $client . '.' . $expires . '.' . hash_hmac('sha256', 'mailsherpa-client.' . $client . '.' . $expires, $secret);
}

/** The page's language as a BCP 47 tag. WHMCS names its languages by their English names. */
function mailsherpa_locale(array $vars)
{
    if (isset($vars['activeLocale']['languageCode']) && is_string($vars['activeLocale']['languageCode'])) {
        return str_replace('_', '-', $vars['activeLocale']['languageCode']);
    }
    $names = [
        'arabic' => 'ar', 'azerbaijani' => 'az', 'catalan' => 'ca', 'chinese' => 'zh', 'croatian' => 'hr',
        'czech' => 'cs', 'danish' => 'da', 'dutch' => 'nl', 'english' => 'en', 'estonian' => 'et',
        'farsi' => 'fa', 'french' => 'fr', 'german' => 'de', 'hebrew' => 'he', 'hungarian' => 'hu',
        'italian' => 'it', 'macedonian' => 'mk', 'norwegian' => 'no', 'portuguese-br' => 'pt-BR',
        'portuguese-pt' => 'pt-PT', 'romanian' => 'ro', 'russian' => 'ru', 'spanish' => 'es',
        'swedish' => 'sv', 'turkish' => 'tr', 'ukranian' => 'uk',
    ];
    $language = isset($vars['language']) && is_string($vars['language']) ? strtolower($vars['language']) : '';

    return isset($names[$language]) ? $names[$language] : '';
}
