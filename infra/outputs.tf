output "public_url" {
  description = "Address of connect. Home page of the consent screen at Google; the privacy page is at /privacy."
  value       = local.connect_url
}

output "google_redirect_uri" {
  description = "Authorised redirect URI of the OAuth client at Google."
  value       = "${local.connect_url}/google/callback"
}

output "domain_address" {
  description = "Where the domain's A record must point, if there is a domain."
  value       = one(google_compute_global_address.connect[*].address)
}

output "banqup_manifest" {
  description = "What Banqup must know of us: addresses for the manifest of our entry in the Store, and for its login and messages."
  value = {
    configure_url      = "${local.connect_url}/configure"
    activations_url    = "${local.connect_url}/partner-spaces/{partnerSpace}/clients/{clientSpace}"
    uninstall_url      = "${local.connect_url}/partner-spaces/{partnerSpace}"
    login_redirect_uri = "${local.connect_url}/banqup/callback"
    listener_base_path = "${local.connect_url}/listener/<value of the secret banqup-listener-key>"
  }
}

output "banqup_topic" {
  description = "Where Banqup publishes its messages."
  value       = google_pubsub_topic.banqup.id
}

output "notices_subscription" {
  description = "Where Banqup reads our notices to partners."
  value       = google_pubsub_subscription.notices.id
}

output "push_endpoints" {
  description = "Where Pub/Sub pushes to; by the end of the path export-document knows the topic."
  value       = { for key, subscription in google_pubsub_subscription.export : key => subscription.push_config[0].push_endpoint }
}

output "secrets" {
  description = "Secrets to be given a value by hand."
  value       = sort([for secret in google_secret_manager_secret.this : secret.secret_id])
}
