# Bad input is refused with a clear answer before anything changes.
mock_provider "google" {}

run "artefact" {
  command = plan
  variables { artefact = "functions.zip" }
  expect_failures = [var.artefact]
}

run "project_number_that_is_an_id" {
  command = plan
  variables { project_number = "acme-banqup-drive" }
  expect_failures = [var.project_number]
}

run "domain_with_a_scheme" {
  command = plan
  variables { domain = "https://drive.acme.example" }
  expect_failures = [var.domain]
}

run "banqup_over_plain_http" {
  command = plan
  variables {
    banqup = {
      api_url         = "http://api.example"
      app_url         = "https://app.example"
      application_id  = "a"
      call_audience   = "a"
      call_issuer     = "a"
      client_id       = "a"
      jwks_url        = "https://app.example/keys"
      login_client_id = "a"
      login_token_url = "https://app.example/token"
      login_url       = "https://app.example/login"
      token_url       = "https://app.example/token"
    }
  }
  expect_failures = [var.banqup]
}

run "a_secret_among_the_settings" {
  command = plan
  variables { banqup_settings = { BANQUP_CLIENT_SECRET = "hunter2" } }
  expect_failures = [var.banqup_settings]
}

run "google_s_variable_among_banqup_s" {
  command = plan
  variables { banqup_settings = { GOOGLE_DRIVE_URL = "https://elsewhere.example" } }
  expect_failures = [var.banqup_settings]
}

run "a_person_as_banqup_s_publisher" {
  command = plan
  variables { banqup_publisher = "allUsers" }
  expect_failures = [var.banqup_publisher]
}

run "firestore_outside_europe" {
  command = plan
  variables { firestore_location = "nam5" }
  expect_failures = [var.firestore_location]
}

run "a_secret_that_there_is_not" {
  command = plan
  variables { secret_versions = { session-key = 2 } }
  expect_failures = [var.secret_versions]
}

run "a_log_level_that_blinds_the_alerts" {
  command = plan
  variables { log_level = "error" }
  expect_failures = [var.log_level]
}

run "half_an_instance" {
  command = plan
  variables { max_instances = { connect = 0.5, export_document = 1 } }
  expect_failures = [var.max_instances]
}

run "a_schedule_that_is_none" {
  command = plan
  variables { care_schedule = "hourly" }
  expect_failures = [var.care_schedule]
}

run "functions_outside_europe" {
  command = plan
  variables { region = "us-central1" }
  expect_failures = [var.region]
}

run "everybody_as_banqup_s_reader" {
  command = plan
  variables { banqup_notices_reader = "allAuthenticatedUsers" }
  expect_failures = [var.banqup_notices_reader]
}

run "a_bucket_with_a_scheme" {
  command = plan
  variables { deploy_bucket = "gs://acme-banqup-drive-deploy" }
  expect_failures = [var.deploy_bucket]
}

run "another_kind_of_client_id" {
  command = plan
  variables { google_client_id = "123456789012" }
  expect_failures = [var.google_client_id]
}

run "an_operator_without_an_address" {
  command = plan
  variables { operator = { name = "Acme NV", email = "drive" } }
  expect_failures = [var.operator]
}

run "labels_that_google_refuses" {
  command = plan
  variables { labels = { Team = "Integrations" } }
  expect_failures = [var.labels]
}

run "a_repository_that_is_an_address" {
  command = plan
  variables { repository = "https://github.com/acme/banqup-google-drive" }
  expect_failures = [var.repository]
}

run "an_alert_to_nobody" {
  command = plan
  variables { alert_emails = ["oncall"] }
  expect_failures = [var.alert_emails]
}

run "a_project_s_name" {
  command = plan
  variables { project_id = "Acme Banqup Drive" }
  expect_failures = [var.project_id]
}

run "fewer_instances_than_none" {
  command = plan
  variables { min_instances = { connect = -1, export_document = 0 } }
  expect_failures = [var.min_instances]
}
