# With terraform.tfvars.example: everything that can be switched on. For the tests only.
banqup_publisher      = "messages@banqup-events.iam.gserviceaccount.com"
banqup_notices_reader = "notices@banqup-events.iam.gserviceaccount.com"
banqup_settings = {
  BANQUP_RESEND_TYPES    = "DOCUMENT_RESEND"
  BANQUP_PURCHASE_MOMENT = "status.approvedAt"
  BANQUP_SALES_MOMENT    = "status.sentAt"
  BANQUP_DOCUMENT_LIST   = "true"
}
domain        = "drive.acme.example"
repository    = "projects/acme-banqup-drive/locations/europe-west1/connections/github/repositories/banqup-google-drive"
min_instances = { connect = 1, export_document = 0 }
labels        = { team = "integrations" }
