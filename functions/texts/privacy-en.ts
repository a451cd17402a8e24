/** The privacy policy in English. */
import type { PrivacyPolicy } from './privacy.ts';

export const privacyEn: PrivacyPolicy = {
  title: 'Privacy policy',
  intro: (operator) =>
    `${operator} runs this extension for accounting firms that work with Banqup. The firm decides that the documents of its clients go to Google Drive; ${operator} handles the data on its behalf, as its processor under the GDPR.`,
  sections: {
    access: {
      title: 'What access we ask Google for',
      blocks: [
        'We ask Google for one permission: drive.file. It lets us reach only the folders and files that this extension itself has created in your Google Drive. We cannot see, change or delete anything else in your Drive.',
        'Of your Google account we read the e-mail address and the identifier by which Google knows it. You sign in at Google itself: we never see your password.',
      ],
    },
    use: {
      title: 'What we use it for',
      blocks: [
        'Only for this:',
        [
          'to create the folders, and to put the approved purchase invoices and sent sales invoices into them;',
          'to check whether those folders and files are still there and complete, and to write a file again when you send its document again from Banqup;',
          'to show you on the manage page which account is connected and what has been exported.',
        ],
        'Of those files we look at the name, folder, size, checksum and link, and at whether they are in the bin; never at their content. We never move or delete anything in your Drive.',
      ],
    },
    kept: {
      title: 'What we keep',
      blocks: [
        [
          'Of your Google account, and of one that you had connected before: the e-mail address and the identifier. Of the connected account also the access key (refresh token) that Google gives us.',
          'Of the folders in your Drive: the name and the identifier.',
          'Of each exported document: its identifiers, whether it is a purchase or a sale, invoice or credit note, its number, date, amount and currency, and the name of the other party; of its file the name, folder, size, checksum and link; when it was exported, or why it was not.',
          'Of each comparison of a month with the list of Banqup, at night or at your request: the numbers, and of each missing document its identifiers, whether it is a purchase or a sale, its date and number, the name of the other party and the reason.',
          'Of your clients: the company name, VAT number and enterprise number.',
          'Of your firm: the identifier of its Partner Space, your language and the notices that we have sent; while you are signed in, also the name of the Partner Space.',
          'Messages from Banqup that we could not read, and a log of what the extension did and what went wrong.',
        ],
        'We do not keep the documents themselves. They pass through the memory of our servers on their way from Banqup to your Drive.',
      ],
    },
    retention: {
      title: 'How long we keep it',
      blocks: [
        [
          'The access key: until you turn Active off or sign in with Google again. Then it is destroyed.',
          'Your visit to our pages: one hour. A sign-in that you have begun: ten minutes. What has expired is deleted automatically.',
          'The log: 30 days. Backups: 14 days. The comparison of a month: 400 days after the last one.',
          'Everything else: for as long as your firm uses the extension, and after that until your firm asks us to erase it. It tells us that a document is in your Drive already, so that it does not come twice.',
        ],
      ],
    },
    shared: {
      title: 'Who else receives it',
      blocks: [
        [
          'Google: our servers, our database and the access keys are with Google Cloud, and the documents go into your Google Drive.',
          'Banqup: we tell it how an export ended, and when something waits for you, such as a new sign-in or a full Drive, so that it can let you know.',
          'The administrators of your Partner Space: on the manage page they see the e-mail address of the connected account, the clients and the documents.',
        ],
        'Nobody else receives anything, unless the law obliges us. We do not sell data, we do not use it for advertising, and we do not train artificial intelligence with it.',
      ],
    },
    limitedUse: {
      title: "Google's rules: Limited Use",
      blocks: [
        "This extension's use and transfer to any other app of information received from Google APIs will adhere to the Google API Services User Data Policy, including the Limited Use requirements: https://developers.google.com/terms/api-services-user-data-policy",
        'Nobody on our side reads what we receive from Google, unless you have agreed to it (when you ask us for help, for instance), unless it is needed for security, or unless the law requires it.',
      ],
    },
    protection: {
      title: 'How it is protected',
      blocks: [
        'All connections are encrypted, and so is everything that we keep at Google Cloud. The access key is kept apart from all the rest, in Google Secret Manager, and never appears on a page or in the log.',
      ],
    },
    ending: {
      title: 'How you end it',
      blocks: [
        [
          'In Banqup: open the Google Drive extension, click Manage and turn Active off. Nothing is exported any more, what waits is cancelled, we give up our access at Google and destroy the access key. If another Partner Space uses the same Google account, its access stays.',
          'At Google: remove the access on https://myaccount.google.com/connections and nothing can be exported from then on. Turn Active off as well: that also ends what waits.',
        ],
        'What is in your Drive stays there and is yours. The originals stay in Banqup.',
      ],
    },
    rights: {
      title: 'Your rights, and having data erased',
      blocks: [
        'Send us an e-mail to see, correct or erase what we keep about you or your firm. We do so within a month; 14 days later it is gone from the backups too. Do you come across your own company here as a client of an accounting firm? Then ask that firm.',
        'You can also lodge a complaint with the data protection authority; the Belgian one is at https://www.dataprotectionauthority.be',
      ],
    },
    cookies: {
      title: 'Cookies',
      blocks: [
        'Setting up and managing the extension takes three cookies: for your language, for your browser while you sign in, and for your visit. We follow nobody, and this page sets no cookie.',
      ],
    },
  },
  changed: 'Last changed on 26 November 2026.',
};
